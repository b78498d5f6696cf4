// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// The phrases by which an error page says that there is nothing at an address.
enum NotFoundPhrases {
  static let table = PhraseTable(
    [
      "404", "not found", "can't be found", "cannot be found", "could not be found",
      "couldn't be found", "can't find", "cannot find", "could not find", "couldn't find",
      "no longer available", "no longer exists", "no longer exist", "has been removed",
      "has been moved", "has been deleted", "doesn't exist", "does not exist",
      // Welsh: page not found, page is not available.
      "tudalen heb ei chanfod", "heb ei ganfod", "tudalen ddim ar gael",
    ],
    wholeWords: true
  )
}
