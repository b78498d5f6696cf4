// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// A file with something secret in it, a line each, that nobody but its owner may read.
struct SecretFile {
  /// What keeps it from being used, a clause.
  struct Fault: Error {
    let words: String
  }

  let path: FilePath

  /// Its first lines, without their ends.
  ///
  /// - Parameters:
  ///   - count: how many there have to be.
  ///   - what: what belongs there: “the secret”.
  /// - Returns: so many.
  /// - Throws: why not.
  func lines(_ count: Int = 1, of what: String = "the secret") throws(Fault) -> [String] {
    let file = Disk().resolved(path)
    let bytes: [UInt8]
    do {
      guard try Stat(file).permissions.isDisjoint(with: [.groupRead, .otherRead]) else {
        throw Fault(
          words: "\(path) may be read by others; `chmod 600 \(path.quoted)` ends that"
        )
      }
      bytes = try Disk().read(file, limit: 1 << 16)
    } catch let fault as Fault {
      throw fault
    } catch let error as FilingError {
      throw Fault(words: "cannot \(error.operation.rawValue) \(path): \(error.reason)")
    } catch {
      throw Fault(words: "cannot read \(path): \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(words: "\(path) is not UTF-8; save it as that")
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .prefix(count).map(String.init)
    let place = count == 1 ? "the first line" : "one of the first \(count) lines"
    guard lines.count == count, lines.allSatisfy({ !$0.isEmpty }) else {
      let belongs = count == 1 ? "\(what) belongs there" : "\(what) belong there"
      throw Fault(words: "\(place) of \(path) is empty; \(belongs)")
    }
    let isClean = lines.allSatisfy { line in
      line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
    guard isClean else {
      throw Fault(words: "\(place) of \(path) is no secret: it has control characters")
    }
    return lines
  }
}
