// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CGumbo
import Glibc

/// A page as a browser would understand it: elements and texts in document order.
///
/// This file is the only one of the room that touches C. gumbo builds the tree; it is copied into
/// one array, and gumbo's memory is gone before ``init(_:)`` returns. What nobody can read on the
/// page (comments, the content of `<template>`) is left out.
///
/// Nothing here recurses, so no nesting can overflow a stack: the walk keeps its own, and gumbo's
/// recursive destructor is given a flat tree. That gumbo ends in reasonable time and memory is for
/// ``MarkupGuard`` to see to, before.
package struct HTMLTree: Sendable {
  package enum Content: Sendable {
    case element(Element)
    case text(String)
  }

  package struct Element: Sendable {
    /// The tag name in lower case; empty for names that HTML does not know.
    package let name: String
    /// Whether its text is not for reading.
    package let isUnreadable: Bool
    /// Whether it begins and ends a line, so that words on both sides do not run together.
    package let isBlock: Bool
    package let attributes: [Attribute]

    package subscript(_ name: String) -> String? {
      attributes.first { $0.name == name }?.value
    }
  }

  package struct Attribute: Sendable {
    package let name: String
    package let value: String
  }

  package struct Node: Sendable {
    package let content: Content
    /// The index of the element around it; that of the root is 0.
    package let parent: Int
    /// The index behind the last node of this one's subtree; its own index + 1 for a text.
    package fileprivate(set) var end: Int

    package var element: Element? {
      if case .element(let element) = content { element } else { nil }
    }
  }

  /// Every node, parents before their children.
  package private(set) var nodes: [Node] = []

  /// A tree without a node.
  package init() {}

  /// Parses a piece of a page that has been through ``MarkupGuard``.
  init(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { bytes in
      // An empty buffer has no address, and gumbo wants one.
      let base = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      var options = kGumboDefaultOptions
      options.max_errors = 0
      guard let base, let output = gumbo_parse_with_options(&options, base, bytes.count) else {
        return
      }
      if let root = output.pointee.root { append(root) }
      Self.flatten(output.pointee.document)
      gumbo_destroy_output(&options, output)
    }
  }

  /// Whether somebody reads an attribute; the others are not copied.
  ///
  /// What sites call those that their scripts read, nobody knows: of these it goes by whether there may be a path in it.
  private static func isRead(_ name: String, _ value: UnsafePointer<CChar>) -> Bool {
    if attributesRead.contains(name) || name.contains("click") { return true }
    guard name.hasPrefix("data-") else { return false }
    let length = strnlen(value, longestPath + 1)
    return length <= longestPath && memchr(value, CInt(UInt8(ascii: "/")), length) != nil
  }

  /// Longer values of attributes that scripts read are no addresses, but settings and pictures.
  private static let longestPath = 2_000

  private static let attributesRead: Set<String> = [
    "action", "alt", "aria-hidden", "aria-label", "class", "content", "data", "data-download",
    "data-file",
    "data-href", "data-link", "data-pdf", "data-src", "data-url", "download", "formaction",
    "formmethod",
    "height", "hidden", "href",
    "http-equiv", "hx-get", "id", "lang", "method", "name", "ng-href", "onchange", "onclick",
    "onmousedown",
    "rel", "role", "src", "style",
    "title", "type", "value", "width",
  ]
}

extension HTMLTree {
  private typealias GumboNodePointer = UnsafeMutablePointer<GumboNode>

  private mutating func append(_ root: GumboNodePointer) {
    var path: [(node: GumboNodePointer, index: Int, nextChild: Int)] = []
    enter(root, on: &path)
    while let (node, index, nextChild) = path.last {
      let children = node.pointee.v.element.children
      if nextChild < Int(children.length) {
        path[path.count - 1].nextChild += 1
        if let child = Self.child(nextChild, of: children) { enter(child, on: &path) }
      } else {
        nodes[index].end = nodes.count
        path.removeLast()
      }
    }
  }

  private mutating func enter(
    _ node: GumboNodePointer,
    on path: inout [(node: GumboNodePointer, index: Int, nextChild: Int)]
  ) {
    let parent = path.last?.index ?? 0
    switch node.pointee.type {
    case GUMBO_NODE_ELEMENT:
      path.append((node, nodes.count, 0))
      let element = Self.element(node.pointee.v.element)
      nodes.append(Node(content: .element(element), parent: parent, end: 0))
    case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
      guard let text = node.pointee.v.text.text else { return }
      let content = Content.text(String(cString: text))
      nodes.append(Node(content: content, parent: parent, end: nodes.count + 1))
    default:
      break
    }
  }

  private static func element(_ element: GumboElement) -> Element {
    let kind = Self.kinds[Int(element.tag.rawValue)]
    var attributes: [Attribute] = []
    for index in 0..<Int(element.attributes.length) {
      guard let pointer = element.attributes.data?[index] else { continue }
      let attribute = pointer.assumingMemoryBound(to: GumboAttribute.self).pointee
      guard let name = attribute.name, let value = attribute.value else { continue }
      let nameRead = String(cString: name)
      guard isRead(nameRead, value) else { continue }
      attributes.append(Attribute(name: nameRead, value: Self.text(of: value)))
    }
    return Element(
      name: kind.name,
      isUnreadable: kind.isUnreadable,
      isBlock: kind.isBlock,
      attributes: attributes
    )
  }

  private static func text(of value: UnsafePointer<CChar>) -> String {
    let length = strnlen(value, PageBudget.attributeValue)
    return value.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
      String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
    }
  }

  /// What is known of each of gumbo's tags.
  private static let kinds = (0...GUMBO_TAG_LAST.rawValue).map { tag in
    let name = gumbo_normalized_tagname(GumboTag(tag)).map { String(cString: $0) } ?? ""
    return (
      name: name, isUnreadable: unreadable.contains(name), isBlock: blocks.contains(name)
    )
  }

  private static func child(_ index: Int, of children: GumboVector) -> GumboNodePointer? {
    children.data?[index]?.assumingMemoryBound(to: GumboNode.self)
  }

  /// Makes every node a child of the document, so that gumbo's destructor recurses two levels deep.
  private static func flatten(_ document: GumboNodePointer?) {
    guard let document else { return }
    var pending = [document]
    var owned: [UnsafeMutableRawPointer?] = []
    while let node = pending.popLast() {
      switch node.pointee.type {
      case GUMBO_NODE_DOCUMENT, GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
        // The children are the first field of a document and of an element alike.
        let children = node.pointee.v.element.children
        for index in 0..<Int(children.length) {
          guard let child = child(index, of: children) else { continue }
          owned.append(child)
          pending.append(child)
        }
        node.pointee.v.element.children.length = 0
      default:
        break
      }
    }
    // From malloc, because gumbo's default options give it back to free.
    let size = max(owned.count, 1) * MemoryLayout<UnsafeMutableRawPointer?>.stride
    guard let data = malloc(size)?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self) else {
      return
    }
    data.initialize(from: owned, count: owned.count)
    free(document.pointee.v.document.children.data)
    document.pointee.v.document.children.data = data
    document.pointee.v.document.children.length = UInt32(owned.count)
    document.pointee.v.document.children.capacity = UInt32(max(owned.count, 1))
  }
}
