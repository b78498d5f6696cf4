// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import ArgumentParser
import Reporting

/// `--json`, for everything that tells something.
struct JSONOption: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Print one JSON object instead of text.")
  var isWanted = false

  func print(_ answer: some Encodable) throws {
    Output.print(json: try RecordCoding.encode(answer))
  }
}
