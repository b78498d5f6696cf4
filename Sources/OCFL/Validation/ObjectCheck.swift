// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
public import Fixity
public import SystemPackage

/// Recomputes every digest of one object and collects all that is wrong with it.
///
/// Damage is an answer, not a failure to answer: it is collected, never thrown. Each byte of the
/// object is read once.
public struct ObjectCheck: Sendable {
  public private(set) var findings: [Finding] = []
  /// How much was read.
  public private(set) var files = 0
  public private(set) var bytes: Int64 = 0
  /// Content path to digest, of every file whose digest is the one stated.
  public private(set) var intact: [String: Digest] = [:]
  /// The root inventory, where it could be read.
  public private(set) var inventory: Inventory?

  /// The object's directory.
  public let object: FilePath
  private var name: String

  /// Checks the object in a directory, whole.
  public init(of object: FilePath) {
    self.object = object
    name = object.lastComponent?.string ?? object.string
    checkDeclaration()
    guard let inventory = readInventory(in: object, at: "") else { return }
    self.inventory = inventory
    name = inventory.id
    checkVersions(of: inventory)
    checkStates(of: inventory)
    checkContent(of: inventory)
    // What was found before the inventory was read could not know the object's name yet.
    findings = findings.map { $0.of(object: inventory.id) }
  }

  /// Whether one version of an object is there in full: inventory, sidecar and every byte it added.
  static func isWhole(_ number: VersionNumber, of object: FilePath) -> Bool {
    guard let inventory = try? Inventory(readFrom: object.appending(number.description)),
      inventory.head == number.description, let algorithm = inventory.algorithm
    else { return false }
    for (hex, paths) in inventory.manifest {
      for path in paths where path.hasPrefix("\(number)/") {
        guard let digest = try? FileDigest(of: object.appending(path), by: algorithm),
          digest.value == Digest(algorithm, hex: hex)
        else { return false }
      }
    }
    return true
  }

  // MARK: Structure

  private mutating func checkDeclaration() {
    let path = object.appending(StorageRoot.objectDeclaration)
    do {
      guard try Disk().readText(path, limit: 256) == "ocfl_object_1.1\n" else {
        return find("E007", StorageRoot.objectDeclaration, "it does not say ocfl_object_1.1")
      }
    } catch {
      find("E003", StorageRoot.objectDeclaration, "the object's declaration is missing: \(error)")
    }
  }

  private mutating func readInventory(in directory: FilePath, at place: String) -> Inventory? {
    let path = place + Inventory.fileName
    let bytes: [UInt8]
    do {
      bytes = try Disk().read(directory.appending(Inventory.fileName))
    } catch {
      find("E063", path, "there is no inventory: \(error)")
      return nil
    }
    do {
      let sidecar = try Disk().read(directory.appending(Inventory.sidecarName), limit: 4_096)
      if let stated = Inventory.digest(statedBy: sidecar, algorithm: .sha512) {
        if stated != Digest.of(bytes) {
          find("E060", path, "it is not the inventory whose digest its sidecar states")
        }
      } else {
        find("E061", place + Inventory.sidecarName, "it does not state a digest")
      }
    } catch {
      find("E058", place + Inventory.sidecarName, "the inventory's sidecar is missing: \(error)")
    }
    do {
      return try Inventory(decoding: bytes)
    } catch {
      find("E034", path, "it is not an inventory in JSON")
      return nil
    }
  }

  private mutating func checkVersions(of inventory: Inventory) {
    guard let head = inventory.headNumber else {
      return find("E040", Inventory.fileName, "its head “\(inventory.head)” is not a version")
    }
    let entries: [DirectoryEntry]
    do {
      entries = try Disk().list(object)
    } catch {
      return find("E001", "", "the object cannot be listed: \(error)")
    }
    let known = [
      StorageRoot.objectDeclaration, Inventory.fileName, Inventory.sidecarName, "logs",
      "extensions",
    ]
    for entry in entries where !known.contains(entry.name) {
      guard entry.kind == .directory, let number = VersionNumber(directory: entry.name) else {
        find("E001", entry.name, "nothing of that name belongs into an object")
        continue
      }
      if number > head {
        find("E046", entry.name, "the inventory does not know this version; its head is \(head)")
      }
    }
    for value in 1...head.value {
      let number = VersionNumber(value)
      guard inventory.versions[number.description] != nil else {
        find("E044", Inventory.fileName, "it does not describe \(number)")
        continue
      }
      guard entries.contains(where: { $0.name == number.description && $0.kind == .directory })
      else {
        find("E046", number.description, "the version's directory is missing")
        continue
      }
      checkInventory(of: number, against: inventory)
    }
  }

  private mutating func checkInventory(of number: VersionNumber, against root: Inventory) {
    let directory = object.appending(number.description)
    checkEntries(of: number, in: directory)
    guard let inventory = readInventory(in: directory, at: "\(number)/") else { return }
    if number.description == root.head, !isSameAsRoot(directory) {
      find("E064", "\(number)/\(Inventory.fileName)", "it differs from the object's root inventory")
    }
    for (name, version) in inventory.versions where root.versions[name]?.state != version.state {
      find(
        "E066",
        "\(number)/\(Inventory.fileName)",
        "it describes \(name) otherwise than the root"
      )
    }
    if inventory.id != root.id {
      find("E037", "\(number)/\(Inventory.fileName)", "it is the inventory of \(inventory.id)")
    }
  }

  private func isSameAsRoot(_ directory: FilePath) -> Bool {
    guard let ours = try? Disk().read(directory.appending(Inventory.fileName)),
      let root = try? Disk().read(object.appending(Inventory.fileName))
    else { return false }
    return ours == root
  }

  private mutating func checkEntries(of number: VersionNumber, in directory: FilePath) {
    for entry in (try? Disk().list(directory)) ?? [] where entry.kind != .directory {
      guard ![Inventory.fileName, Inventory.sidecarName].contains(entry.name) else { continue }
      find("E015", "\(number)/\(entry.name)", "no file of that name belongs into a version")
    }
  }

  private mutating func checkStates(of inventory: Inventory) {
    for (name, version) in inventory.versions.sorted(by: { $0.key < $1.key }) {
      for digest in version.state.keys.sorted() where inventory.manifest[digest] == nil {
        find(
          "E050",
          Inventory.fileName,
          "\(name) has a digest that the manifest does not: \(digest)"
        )
      }
    }
  }

  // MARK: Content

  private mutating func checkContent(of inventory: Inventory) {
    guard let algorithm = inventory.algorithm else {
      return find("E025", Inventory.fileName, "the digest algorithm is unknown")
    }
    var stated: Set<PathBytes> = []
    for (hex, paths) in inventory.manifest.sorted(by: { $0.key < $1.key }) {
      let digest = Digest(algorithm, hex: hex)
      for path in paths.sorted() {
        guard Self.staysInside(path) else {
          find("E099", path, "a content path may not leave the object")
          continue
        }
        stated.insert(PathBytes(path))
        check(path, against: digest, algorithm)
      }
    }
    for (name, _) in inventory.versions.sorted(by: { $0.key < $1.key }) {
      let content = (inventory.contentDirectory ?? "content")
      findStrangers(in: "\(name)/\(content)", besides: stated)
    }
  }

  private mutating func check(_ path: String, against stated: Digest?, _ algorithm: DigestAlgorithm)
  {
    do {
      let found = try FileDigest(of: object.appending(path), by: algorithm)
      files += 1
      bytes += found.length
      if found.value == stated {
        intact[path] = found.value
      } else {
        find("E092", path, "its bytes are not those that were kept; the digest differs")
      }
    } catch let error as FilingError where error.cause == .noSuchFileOrDirectory {
      find("E092", path, "the file is missing")
    } catch {
      find("E092", path, "the file cannot be read: \(error)")
    }
  }

  private mutating func findStrangers(in directory: String, besides stated: Set<PathBytes>) {
    guard let entries = try? Disk().list(object.appending(directory)) else { return }
    if entries.isEmpty { find("E024", directory, "it is an empty directory") }
    for entry in entries {
      let path = "\(directory)/\(entry.name)"
      switch entry.kind {
      case .directory: findStrangers(in: path, besides: stated)
      case .file where stated.contains(PathBytes(path)): continue
      case .file: find("E023", path, "the inventory does not know this file")
      case .link, .other: find("E090", path, "only files and directories belong into an object")
      }
    }
  }

  private static func staysInside(_ path: String) -> Bool {
    !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  private mutating func find(_ code: String, _ path: String, _ message: String) {
    findings.append(Finding(code: code, object: name, path: path, message: message))
  }
}

/// A path as its bytes: Swift takes canonically equivalent texts for equal, a file system does not.
private struct PathBytes: Hashable {
  private let bytes: [UInt8]

  init(_ path: String) {
    bytes = Array(path.utf8)
  }
}
