// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML

/// What a page is made of besides its links: why a page that a reader sees a list on may have none.
package struct PageAspects: Hashable, Sendable {
  /// The pages that it shows in frames, the first few.
  package internal(set) var frames: [WebAddress] = []
  package internal(set) var hasScripts = false
  /// Whether it tells readers without scripts that they miss something.
  package internal(set) var asksForScripts = false
  /// Whether it has a field for a password.
  package internal(set) var asksForPassword = false
  /// What on it only a script can open.
  package internal(set) var scriptOnly = ScriptOnlyLinks()

  private static let mostFrames = 3

  package init() {}
}

extension PageAspects {
  /// Takes in a piece of the page.
  ///
  /// - Parameters:
  ///   - tree: the piece.
  ///   - resolve: the address of a frame that a reader sees; nil for what shows no page.
  mutating func take(_ tree: HTMLTree, frame resolve: (HTMLTree.Element) -> WebAddress?) {
    for (index, node) in tree.nodes.enumerated() {
      guard let element = node.element else { continue }
      switch element.name {
      case "iframe", "frame":
        guard frames.count < Self.mostFrames, let frame = resolve(element), !frames.contains(frame)
        else { continue }
        frames.append(frame)
      case "script": hasScripts = true
      case "noscript" where !asksForScripts:
        asksForScripts = tree.nodes[index..<min(node.end, index + 100)].contains {
          if case .text(let text) = $0.content {
            text.lowercased().contains("javascript")
          } else {
            false
          }
        }
      case "input" where element["type"]?.lowercased() == "password": asksForPassword = true
      default: continue
      }
    }
  }
}
