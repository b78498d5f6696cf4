// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Inventory {
  /// The bytes of `inventory.json`: keys in a fixed order, so that equal inventories are equal files.
  ///
  /// Keys are sorted by their bytes, but versions by their number, as a person reads them.
  func encoded() -> [UInt8] {
    var members: [(String, JSONValue)] = []
    if let contentDirectory { members.append(("contentDirectory", .string(contentDirectory))) }
    members.append(("digestAlgorithm", .string(digestAlgorithm)))
    if let fixity {
      let blocks = fixity.sorted { ExactText($0.key) < ExactText($1.key) }
      members.append(("fixity", .object(blocks.map { ($0.key, Self.value(of: $0.value)) })))
    }
    members.append(("head", .string(head)))
    members.append(("id", .string(id)))
    members.append(("manifest", Self.value(of: manifest)))
    members.append(("type", .string(type)))
    let inOrder = versions.sorted { Self.order($0.key) < Self.order($1.key) }
    members.append(("versions", .object(inOrder.map { ($0.key, $0.value.value) })))
    return JSONValue.object(members).encoded()
  }

  private static func order(_ name: String) -> (Int, ExactText) {
    (VersionName(name)?.number ?? .max, ExactText(name))
  }

  fileprivate static func value(of blocks: [String: [String]]) -> JSONValue {
    let inOrder = blocks.sorted { ExactText($0.key) < ExactText($1.key) }
    return .object(inOrder.map { ($0.key, .array(ofTexts: $0.value)) })
  }
}

extension Inventory.Version {
  fileprivate var value: JSONValue {
    var members: [(String, JSONValue)] = [("created", .string(created))]
    if let message { members.append(("message", .string(message))) }
    members.append(("state", Inventory.value(of: state)))
    if let user {
      let address = user.address.map { [("address", JSONValue.string($0))] } ?? []
      members.append(("user", .object(address + [("name", .string(user.name))])))
    }
    return .object(members)
  }
}

extension JSONValue {
  fileprivate static func array(ofTexts texts: [String]) -> JSONValue {
    .array(texts.map { JSONNode(value: .string($0), offset: 0) })
  }
}
