// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// A disk in memory that knows what of it is durable, and so what a power cut may leave.
///
/// The model. A program sees every step at once. The disk keeps steps in any selection, but for this:
///
/// - What was durable stays. `fsync` of a file makes its bytes durable and not its name; `fsync` of a
///   directory makes its names durable and not what they name; `syncfs` makes all durable.
/// - A change of names is one: a rename is kept or lost as a whole. Of changes to the same name in a
///   directory a later one is not kept without the earlier.
/// - The bytes of a write are kept, lost, cut short, or are zeros in a file that has its new length.
///   What is lost before what is kept reads as zeros.
///
/// That is what POSIX allows on a disk with a journal, and wilder than such disks are by default. ext4
/// and XFS keep changes of names in their order, ext4 writes data before the names that need it
/// (`data=ordered`), btrfs keeps all up to one moment and on top of it what was synced since; all
/// three make a new file's name durable with its `fsync`. Nothing may lean on any of that here.
///
/// Not in the model: torn names, permissions, and a disk that loses what it said was durable.
package struct VolatileDisk: Sendable {
  fileprivate enum Node {
    case directory([String: Int])
    case file([UInt8])
  }

  fileprivate struct Place: Hashable {
    let directory: Int
    let name: String
  }

  fileprivate enum Change {
    /// A node, by its number, loses a name, gets one, or both.
    case name(Int, from: Place?, to: Place?)
    case write([UInt8], to: Int, at: Int)
    case truncate(Int, to: Int)

    var places: [Place] {
      guard case .name(_, let old, let new) = self else { return [] }
      return [old, new].compactMap(\.self)
    }
  }

  private var top: String
  private var durable: [Int: Node] = [0: .directory([:])]
  private var current: [Int: Node] = [:]
  private var pending: [Change] = []

  /// A disk that durably holds a tree in a directory.
  package init(holding tree: Tree, in directory: FilePath) {
    top = directory.string + "/"
    current = durable
    for name in tree.names {
      guard let place = place(top + name) else { continue }
      add(tree[name].map { .file($0) } ?? .directory([:]), at: place)
    }
    settle { _ in true }
  }

  /// Says where the steps to come are taken: the same tree in another directory.
  package mutating func move(to directory: FilePath) {
    top = directory.string + "/"
  }

  /// Whether there are bytes that a power cut would take.
  package var hasPendingBytes: Bool {
    pending.contains { $0.places.isEmpty }
  }

  /// How many changes a power cut may take.
  package var pendingChanges: Int { pending.count }

  // MARK: Steps

  /// Takes a step as a disk does that has room and no fault.
  package mutating func take(_ step: DiskStep) {
    switch step {
    case .create(let path), .open(let path):
      guard let place = place(path.string), node(at: place) == nil else { return }
      add(.file([]), at: place)
    case .write(let bytes, let path):
      guard let node = node(path), case .file(let old) = current[node] else { return }
      change(.write(bytes, to: node, at: old.count))
    case .truncate(let path, let length):
      guard let node = node(path) else { return }
      change(.truncate(node, to: Int(length)))
    case .makeDirectory(let path):
      guard let place = place(path.string), node(at: place) == nil else { return }
      add(.directory([:]), at: place)
    case .rename(let path, let target):
      guard let old = place(path.string), let new = place(target.string),
        let node = node(at: old)
      else { return }
      change(.name(node, from: old, to: new))
    case .removeFile(let path), .removeDirectory(let path):
      guard let place = place(path.string), let node = node(at: place) else { return }
      change(.name(node, from: place, to: nil))
    case .sync(let path):
      if let node = node(path) { sync(node) }
    case .syncFileSystem:
      settle { _ in true }
    case .close, .setPermissions: break
    }
  }

  private mutating func add(_ node: Node, at place: Place) {
    let number = current.count
    // Nobody can reach it before its name is there.
    durable[number] = node.empty
    current[number] = node.empty
    change(.name(number, from: nil, to: place))
    if case .file(let bytes) = node, !bytes.isEmpty {
      change(.write(bytes, to: number, at: 0))
    }
  }

  private mutating func change(_ change: Change) {
    Self.apply(change, to: &current)
    pending.append(change)
  }

  private mutating func sync(_ node: Int) {
    guard case .directory = current[node] else {
      return settle {
        switch $0 {
        case .write(_, node, _), .truncate(node, _): true
        default: false
        }
      }
    }
    var wanted = Set(pending.flatMap(\.places).filter { $0.directory == node })
    // A name from elsewhere comes with what happened to it there.
    for change in pending.reversed() where !wanted.isDisjoint(with: change.places) {
      wanted.formUnion(change.places)
    }
    settle { !wanted.isDisjoint(with: $0.places) }
  }

  /// Makes some of the pending changes durable.
  private mutating func settle(_ isSettled: (Change) -> Bool) {
    var rest: [Change] = []
    for change in pending {
      if isSettled(change) { Self.apply(change, to: &durable) } else { rest.append(change) }
    }
    pending = rest
  }

  // MARK: Places

  private func place(_ path: String) -> Place? {
    guard path.hasPrefix(top) else { return nil }
    let names = path.dropFirst(top.count).split(separator: "/")
    guard let last = names.last else { return nil }
    var directory = 0
    for name in names.dropLast() {
      guard case .directory(let entries) = current[directory], let next = entries[String(name)]
      else { return nil }
      directory = next
    }
    return Place(directory: directory, name: String(last))
  }

  private func node(at place: Place) -> Int? {
    guard case .directory(let entries) = current[place.directory] else { return nil }
    return entries[place.name]
  }

  private func node(_ path: FilePath) -> Int? {
    path.string + "/" == top ? 0 : place(path.string).flatMap { node(at: $0) }
  }

  private static func apply(_ change: Change, to nodes: inout [Int: Node]) {
    switch change {
    case .name(let node, let old, let new):
      if let old { nodes[old.directory]?.entries[old.name] = nil }
      if let new { nodes[new.directory]?.entries[new.name] = node }
    case .write(let bytes, let node, let start):
      nodes[node]?.put(bytes, at: start)
    case .truncate(let node, let length):
      nodes[node]?.cut(at: length)
    }
  }

  // MARK: What is left

  /// What programs see as long as the power is there, so also after a process was killed.
  package var tree: Tree { Self.tree(of: current) }

  /// What is there when the power has been gone.
  package func tree(after outage: Outage) -> Tree {
    var nodes = durable
    var lost: Set<Place> = []
    var dice = outage.dice
    for change in pending {
      switch change {
      case .name(_, let old, let new):
        let kind: Outage.Naming = old == nil ? .new : new == nil ? .removed : .renamed
        if lost.isDisjoint(with: change.places), outage.keeps(kind, &dice) {
          Self.apply(change, to: &nodes)
        } else {
          lost.formUnion(change.places)
        }
      case .write(let bytes, let node, let start):
        guard let kept = outage.kept(of: bytes, &dice) else { continue }
        nodes[node]?.put(kept, at: start)
      case .truncate:
        if outage.keeps(.renamed, &dice) { Self.apply(change, to: &nodes) }
      }
    }
    return Self.tree(of: nodes)
  }

  private static func tree(of nodes: [Int: Node]) -> Tree {
    var entries: [String: Tree.Entry] = [:]
    func take(_ node: Int, as prefix: String) {
      for (name, child) in nodes[node]?.entries ?? [:] {
        switch nodes[child] {
        case .directory:
          entries[prefix + name] = .directory
          take(child, as: "\(prefix)\(name)/")
        case .file(let bytes): entries[prefix + name] = .file(bytes)
        case nil: break
        }
      }
    }
    take(0, as: "")
    return Tree(entries)
  }
}

extension VolatileDisk.Node {
  fileprivate var empty: Self {
    switch self {
    case .directory: .directory([:])
    case .file: .file([])
    }
  }

  fileprivate var entries: [String: Int] {
    get { if case .directory(let entries) = self { entries } else { [:] } }
    set { self = .directory(newValue) }
  }

  fileprivate mutating func put(_ bytes: [UInt8], at start: Int) {
    guard case .file(var all) = self else { return }
    self = .directory([:])
    if all.count < start + bytes.count {
      all += [UInt8](repeating: 0, count: start + bytes.count - all.count)
    }
    all.replaceSubrange(start..<start + bytes.count, with: bytes)
    self = .file(all)
  }

  fileprivate mutating func cut(at length: Int) {
    guard case .file(let all) = self else { return }
    self = .file(Array(all.prefix(length)))
  }
}
