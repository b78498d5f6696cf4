// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery

/// What is held of what a source's menus link to: a list that moved into one is a list still.
///
/// | called so | holds of what it links to | and of all that was listed | its links are |
/// |---|---|---|---|
/// | by a guess | half or more | | the list |
/// | by the page itself | half or more | more than half | the list |
/// | by the page itself | less | more than half | those of it that are held |
///
/// A page that speaks of navigation means it as a rule; it must have taken the list in to be disbelieved.
struct MenuHoldings {
  private struct Menu {
    var held = 0
    var all = 0
    var isNavigation = false

    var isList: Bool { held > 0 && held * 2 >= all }
  }

  private var menus: [Int: Menu] = [:]
  private let reading: SourceListing
  private let held: Set<WebAddress>

  /// - Parameters:
  ///   - reading: what the source lists.
  ///   - held: the documents that are held and were listed before.
  init(_ reading: SourceListing, _ held: Set<WebAddress>) {
    self.reading = reading
    self.held = held
    for links in [reading.menuLinks, reading.links ?? []] {
      for link in links where link.menu > 0 {
        menus[link.menu, default: Menu()].all += 1
        if held.contains(link.address) { menus[link.menu]?.held += 1 }
        if link.isInNavigation { menus[link.menu]?.isNavigation = true }
      }
    }
  }

  /// The links in menus that are to be followed.
  var links: [Link] {
    reading.menuLinks.filter { link in
      guard let menu = menus[link.menu] else { return false }
      guard menu.isNavigation else { return menu.isList }
      return menu.held * 2 > held.count && (menu.isList || held.contains(link.address))
    }
  }
}
