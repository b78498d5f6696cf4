// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving

/// How commands and pages of the manual are written for whoever reads the report: only whoever was called
/// knows with which configuration, and where the manual lies.
package struct Wording: Sendable {
  package let command: @Sendable (NextCommand) -> String
  package let page: @Sendable (ManualPage) -> String

  package init(
    command: @escaping @Sendable (NextCommand) -> String,
    page: @escaping @Sendable (ManualPage) -> String
  ) {
    self.command = command
    self.page = page
  }

  /// What to do where a site keeps us out and not its readers.
  var askingTheSite: CleanText {
    """
    If it is there, ask the site to let this program in; \
    `\(command(NextCommand("config")))` says by what name it comes
    """
  }

  package func words(for advice: Advice) -> String {
    advice.worded(command, page).description
  }
}
