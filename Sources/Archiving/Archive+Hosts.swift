// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Records
import SystemPackage

extension HostMemory {
  /// What was found in the place of the memory.
  package struct Reading: Sendable {
    package var memory = HostMemory()
    /// What a person should know of it, in a sentence; nil as a rule.
    package var note: String?
    /// Whether this run may put its own in that place.
    package var isReplaceable = true
  }
}

extension Archive {
  /// What earlier runs were told; nothing where nobody can read it, and then a sentence that says so.
  package var hostMemory: HostMemory.Reading {
    let file = path.appending(HostMemory.fileName)
    do {
      switch try Disk().entry(at: file) {
      case nil: return .init()
      case .file: break
      default:
        let note = "\(file) is no file; move it away. What hosts had asked for was not known"
        return .init(note: note, isReplaceable: false)
      }
      let memory = try RecordCoding.decode(
        HostMemory.self,
        from: Disk().read(file),
        schema: HostMemory.knownSchema,
        of: file
      )
      return .init(memory: memory)
    } catch ArchiveError.otherSchema(_, let found, let known) {
      let note =
        "\(file) says that it is “\(found)”, and this program knows “\(known)”: it was done without and "
        + "is left as it is; run the Hanaper that wrote it, or move it away"
      return .init(note: note, isReplaceable: false)
    } catch {
      let note =
        "\(file) could not be read; the next run makes it anew, and what hosts had asked for is not known"
      return .init(note: note)
    }
  }
}

extension Archive {
  /// Lets another archive know what hosts asked for; where that cannot be read, it knows nothing.
  package func lendHosts(to other: Archive) throws {
    let text = try RecordCoding.encode(hostMemory.memory)
    try Disk().replace(other.path.appending(HostMemory.fileName), with: text)
  }
}

extension Intake {
  /// Writes down what hosts told this run.
  package func remember(_ memory: HostMemory) throws {
    let path = directory.removingLastComponent().removingLastComponent()
    try Disk().replace(
      path.appending(HostMemory.fileName),
      with: RecordCoding.encode(memory)
    )
  }
}
