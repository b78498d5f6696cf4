// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Where on its page a link stands.
package enum LinkPlace: UInt8, Hashable, Comparable, Sendable {
  /// In what the page is about, as far as can be told.
  case content
  /// In what the page calls navigation, and has its documents in.
  case navigationWithDocuments
  /// In what seems to be a menu: by its names, and because there is little in it but links.
  case menu
  /// In what the page itself calls navigation, its header or its footer.
  case navigation

  package static func < (first: LinkPlace, second: LinkPlace) -> Bool {
    first.rawValue < second.rawValue
  }
}

extension Link {
  /// Whether the link is found only where the page itself speaks of navigation, header or footer.
  ///
  /// What of a page counts as a change goes by this, and by nothing that is guessed.
  package var isInNavigation: Bool { place == .navigation || place == .navigationWithDocuments }

  /// Whether the link is found only in menus, named so or recognised.
  package var isAmongMenus: Bool { place == .navigation || place == .menu }
}

/// A part of a page that is set apart from what it is about, and the links in it.
struct LinkRegion {
  /// Why it is set apart.
  enum Kind {
    case navigation
    case menu
    /// It has little in it but links, and is no part of what the page calls its main part.
    case besideMain

    var place: LinkPlace { self == .navigation ? .navigation : .menu }
  }

  let kind: Kind
  private var links = 0
  /// Links that name a document, or a way by which files are delivered.
  private(set) var documents = 0
  /// These, and links that speak of a report.
  private var reports = 0

  init(_ kind: Kind) {
    self.kind = kind
  }

  mutating func count(_ link: Link) {
    links += 1
    if link.namesFile {
      documents += 1
      reports += 1
    } else if link.speaksOfReport {
      reports += 1
    }
  }

  /// Whether it is the list that the page is about, whatever it is called.
  ///
  /// - Parameter others: how many documents there are outside of it.
  /// - Returns: whether it is.
  func isList(besides others: Int) -> Bool {
    if kind == .besideMain, others == 0 { return true }
    // Menus of long sites name some policies; most of their links are pages.
    if documents > others, documents * 4 >= links { return true }
    // A footer with one report in it is no list.
    return kind != .navigation && reports >= 3 && reports * 2 > links
  }
}
