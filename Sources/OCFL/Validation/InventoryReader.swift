// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Reads an inventory as JSON and holds its shape against the specification: which keys there are, and
/// what kind of value each has.
///
/// What can be read is taken in even beside what cannot, so that a validation goes on with it.
///
/// Source: OCFL 1.1 §3.5 <https://ocfl.io/1.1/spec/#inventory>
struct InventoryReader {
  private(set) var stated: StatedInventory?
  private(set) var findings = FindingList()
  /// How findings call the file.
  private let path: String

  /// - Parameters:
  ///   - bytes: of a whole `inventory.json`.
  ///   - path: the file's place in its object.
  init(_ bytes: [UInt8], at path: String) {
    self.path = path
    let node: JSONNode
    do throws(JSONFault) {
      node = try JSONNode(parsing: bytes)
    } catch {
      find("E033", "it is not JSON: \(error)")
      return
    }
    guard case .object(let members) = node.value else {
      find("E033", "it is \(node.value.kind), not an object")
      return
    }
    stated = inventory(members)
  }

  private mutating func find(_ code: String, _ message: @autoclosure () -> String) {
    findings.add(code, path, message())
  }

  // MARK: The inventory

  private mutating func inventory(_ members: [JSONMember]) -> StatedInventory {
    var inventory = StatedInventory()
    let keys = keys(members, in: "the inventory")
    for member in members {
      let (key, value) = (member.key, member.node.value)
      switch key {
      case "id": inventory.id = text(value, of: key, "E036")
      case "type": inventory.type = text(value, of: key, "E038")
      case "digestAlgorithm": inventory.digestAlgorithm = text(value, of: key, "E025")
      case "head": inventory.head = text(value, of: key, "E040")
      case "contentDirectory": inventory.contentDirectory = text(value, of: key, "E033")
      case "manifest":
        guard let members = object(value, key, "E106") else { continue }
        inventory.manifest = blocks(members, in: key, "E092", twice: "E096")
      case "versions":
        guard let members = object(value, key, "E045") else { continue }
        _ = self.keys(members, in: key)
        inventory.versions = members.map { version($0) }
      case "fixity":
        guard let members = object(value, key, "E111") else { continue }
        inventory.fixity = fixity(members)
      default: find("E102", "the specification knows no key “\(key)”")
      }
    }
    for key in ["id", "type", "digestAlgorithm", "head"] where !keys.contains(key) {
      find("E036", "the key “\(key)” is missing")
    }
    if !keys.contains("manifest") { find("E041", "the key “manifest” is missing") }
    if !keys.contains("versions") {
      find("E043", "the block of versions is missing")
      find("E044", "the key “versions” is missing")
    }
    if let id = inventory.id, id.isEmpty { find("E037", "the id is empty") }
    return inventory
  }

  private mutating func fixity(_ members: [JSONMember]) -> [StatedInventory.FixityBlock] {
    _ = keys(members, in: "fixity")
    return members.compactMap { member in
      let place = "fixity.\(member.key)"
      guard let members = object(member.node.value, place, "E057") else { return nil }
      return StatedInventory.FixityBlock(
        algorithm: member.key,
        blocks: blocks(members, in: place, "E057", twice: "E097")
      )
    }
  }

  // MARK: Versions

  private mutating func version(_ member: JSONMember) -> StatedInventory.Version {
    var version = StatedInventory.Version(name: member.key)
    let place = "versions.\(member.key)"
    guard let members = object(member.node.value, place, "E047") else { return version }
    let keys = keys(members, in: place)
    for member in members {
      let (key, value) = ("\(place).\(member.key)", member.node.value)
      switch member.key {
      case "created": version.created = text(value, of: key, "E049")
      case "message": version.message = text(value, of: key, "E094")
      case "user": version.user = user(value, key)
      case "state":
        guard let members = object(value, key, "E050") else { continue }
        version.state = blocks(members, in: key, "E051", twice: "E050")
      default: find("E102", "the specification knows no key “\(key)”")
      }
    }
    for key in ["created", "state"] where !keys.contains(key) {
      find("E048", "the key “\(place).\(key)” is missing")
    }
    for key in ["message", "user"] where !keys.contains(key) {
      find("W007", "the key “\(place).\(key)” is missing")
    }
    return version
  }

  private mutating func user(_ value: JSONValue, _ place: String) -> Inventory.User? {
    guard let members = object(value, place, "E054") else { return nil }
    let keys = keys(members, in: place)
    var name: String?
    var address: String?
    for member in members {
      let (key, value) = ("\(place).\(member.key)", member.node.value)
      switch member.key {
      case "name":
        name = text(value, of: key, "E054")
        if name?.isEmpty == true { find("E054", "“\(key)” is empty") }
      case "address": address = text(value, of: key, "W009")
      default: find("E102", "the specification knows no key “\(key)”")
      }
    }
    if !keys.contains("name") { find("E054", "the key “\(place).name” is missing") }
    if !keys.contains("address") { find("W008", "the key “\(place).address” is missing") }
    if let address, !URISyntax.isURI(address) { find("W009", "“\(address)” is not a URI") }
    return name.map { Inventory.User(name: $0, address: address) }
  }

  // MARK: Kinds of values

  /// The keys of an object; one that is there twice is a fault, because programs differ on which counts.
  private mutating func keys(_ members: [JSONMember], in place: String) -> Set<ExactText> {
    var keys: Set<ExactText> = []
    for member in members where !keys.insert(ExactText(member.key)).inserted {
      find("E033", "the key “\(member.key)” is there twice in \(place)")
    }
    return keys
  }

  private mutating func text(_ value: JSONValue, of key: String, _ code: String) -> String? {
    if case .string(let text) = value { return text }
    find(code, "“\(key)” is \(value.kind), not a string")
    return nil
  }

  private mutating func object(
    _ value: JSONValue,
    _ key: String,
    _ code: String
  ) -> [JSONMember]? {
    if case .object(let members) = value { return members }
    find(code, "“\(key)” is \(value.kind), not an object")
    return nil
  }

  private mutating func blocks(
    _ members: [JSONMember],
    in place: String,
    _ code: String,
    twice: String
  ) -> [StatedInventory.Block] {
    var digests: Set<String> = []
    return members.map { member in
      if !digests.insert(member.key.lowercased()).inserted {
        find(twice, "the digest \(member.key.shortened) is there twice in \(place)")
      }
      return StatedInventory.Block(
        digest: member.key,
        paths: paths(member.node.value, "\(place).\(member.key.shortened)", code)
      )
    }
  }

  private mutating func paths(_ value: JSONValue, _ place: String, _ code: String) -> [String] {
    guard case .array(let nodes) = value else {
      find(code, "“\(place)” is \(value.kind), not an array of paths")
      return []
    }
    if nodes.isEmpty { find(code, "“\(place)” has no path") }
    return nodes.compactMap { node in
      if case .string(let path) = node.value { return path }
      find(code, "a path of “\(place)” is \(node.value.kind), not a string")
      return nil
    }
  }
}

extension Set<ExactText> {
  fileprivate func contains(_ text: String) -> Bool { contains(ExactText(text)) }
}

extension String {
  /// The first digits of a digest, enough for a person to find it.
  var shortened: String { utf8.count > 24 ? "\(prefix(16))…" : self }
}
