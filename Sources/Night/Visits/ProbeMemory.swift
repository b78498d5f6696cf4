// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Appraisal
import Records

/// The addresses that cannot exist for which sites are asked in a night: one a host at the most, whose answer counts for all
/// documents of its folder.
package struct ProbeMemory: Sendable {
  package enum Step: Hashable, Sendable {
    /// Ask for this address, and ``take(_:of:)`` what came.
    case ask(WebAddress)
    /// So it was answered.
    case known(ProbeAnswer, of: WebAddress)
    /// The host was asked for another folder, and is not asked again.
    case passedOver
  }

  private struct Entry {
    let folder: String
    let address: WebAddress
    var answer = ProbeAnswer.unanswered
  }

  private var hosts: [String: Entry] = [:]

  package init() {}

  /// What to do where a verdict hangs on how the site answers for what cannot exist.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - name: letters that are no name of anything.
  /// - Returns: a question, or its answer.
  package mutating func step(beside address: WebAddress, name: String) -> Step {
    guard let (folder, nonsense) = Self.neighbour(of: address, called: name) else {
      return .passedOver
    }
    let host = String(address.authority)
    guard let entry = hosts[host] else {
      hosts[host] = Entry(folder: folder, address: nonsense)
      return .ask(nonsense)
    }
    return entry.folder == folder ? .known(entry.answer, of: entry.address) : .passedOver
  }

  /// Takes in how an address was answered for that ``step(beside:name:)`` gave.
  package mutating func take(_ answer: ProbeAnswer, of address: WebAddress) {
    hosts[String(address.authority)]?.answer = answer
  }

  /// An address in the folder of another; of a script that is told by a query what to deliver, one of that script.
  ///
  /// - Returns: the folder, and the address; nil for the front page, which is never missing.
  private static func neighbour(
    of address: WebAddress,
    called name: String
  ) -> (folder: String, WebAddress)? {
    let path = address.path
    if let query = address.query, !query.isEmpty {
      let parameters = query.split(separator: "&", omittingEmptySubsequences: false)
      // The last one is what is asked for, as a rule: `?option=com_docman&id=7`.
      let last = parameters.last ?? ""
      let key = last.prefix { $0 != "=" }
      let changed = parameters.dropLast() + [key.count < last.count ? "\(key)=\(name)" : "\(name)"]
      let text = "\(address.origin)\(path)?\(changed.joined(separator: "&"))"
      return (try? WebAddress(text)).map { ("\(path)?", $0) }
    }
    guard path != "/" else { return nil }
    let trimmed = path.last == "/" ? path.dropLast() : path
    let folder = trimmed[...(trimmed.lastIndex(of: "/") ?? trimmed.startIndex)]
    let ending = address.pathExtension.map { ".\($0)" } ?? ""
    let end = path.last == "/" ? "/" : ending
    return (try? WebAddress("\(address.origin)\(folder)\(name)\(end)")).map { (String(folder), $0) }
  }
}
