// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `The endings of files` {
  @Test func `are the same to an address and to a kind`() {
    #expect(WebAddress.fileEndings == Set(BodyKind.byExtension.keys))
  }
}
