// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// Which parts of a page are its subject, its navigation, and its furniture.
struct PageRegions {
  /// The element that holds what the page is about, if it says so.
  let main: Int?
  private let navigation: [Range<Int>]
  private let menus: [Range<Int>]
  private let blocksBesideMain: [Range<Int>]
  private let furniture: [Range<Int>]
  /// Whether the subject of the page ended before this piece of it.
  let isBehindSubject: Bool

  /// - Parameters:
  ///   - tree: the page, or a piece of it.
  ///   - reopened: how many elements it begins with that were open where the piece before ends.
  ///   - hadMain: whether an earlier piece had the element that holds what the page is about.
  init(_ tree: HTMLTree, reopened: Int = 0, hadMain: Bool = false) {
    let survey = RegionSurvey(tree)
    main = survey.main
    // The parser puts in a page's frame and some parts of tables by itself. Of several mains the first is meant.
    let isGoneOn = main.map { $0 < 3 + 3 * reopened } ?? false
    isBehindSubject = hadMain && !(reopened > 0 && isGoneOn)
    navigation = survey.navigation
    let menus = MenuSurvey(tree, survey)
    self.menus = menus.menus
    blocksBesideMain = menus.blocksBesideMain
    furniture = survey.furniture
  }

  /// The menu, page header or page footer around a node.
  func navigation(around index: Int) -> Range<Int>? {
    Self.range(of: index, in: navigation)
  }

  /// What a node stands in that is set apart from what the page is about.
  func region(around index: Int) -> (kind: LinkRegion.Kind, range: Range<Int>)? {
    if let range = Self.range(of: index, in: navigation) { return (.navigation, range) }
    if let range = Self.range(of: index, in: menus) { return (.menu, range) }
    return Self.range(of: index, in: blocksBesideMain).map { (.besideMain, $0) }
  }

  /// Whether a node is left out of what the page says: navigation, banners, hidden parts.
  ///
  /// Without a main element, side columns and forms too.
  func isLeftOut(_ index: Int) -> Bool {
    leftOut(around: index) != nil
  }

  func leftOut(around index: Int) -> Range<Int>? {
    Self.range(of: index, in: navigation) ?? Self.range(of: index, in: furniture)
  }

  /// Whether a node belongs to the subject of the page.
  func isSubject(_ index: Int, of tree: HTMLTree) -> Bool {
    if isBehindSubject { return false }
    if let main, !(main..<tree.nodes[main].end ~= index) { return false }
    return !isLeftOut(index)
  }

  /// Looks a node up in ranges that are in order and apart.
  private static func range(of index: Int, in ranges: [Range<Int>]) -> Range<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(index) ? ranges[low] : nil
  }
}
