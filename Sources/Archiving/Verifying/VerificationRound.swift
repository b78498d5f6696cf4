// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import Records
import SystemPackage

/// What a verification sees of an archive, one part after the other.
struct VerificationRound {
  /// An object with something to tell of.
  struct ObjectReport {
    /// Its directory, relative to the archive.
    let folder: String
    let id: String?
    let faults: [ObjectFault]
    let misfits: [CapturedVersions.Misfit]
    /// The document that all records there say they are of; nil where they do not agree.
    let occupant: String?

    var isDamaged: Bool { faults.contains(where: \.isDamage) }
  }

  let archive: Archive
  /// Only these documents are looked at, by their folders; nil for all.
  let meant: Set<String>?
  /// Their addresses.
  let asked: Set<String>
  let folder: ArchiveFolderCheck?
  var staging: StagingSight

  private(set) var reports: [ObjectReport] = []
  /// The documents that the ledger is about, by their folders; nil before they are asked for.
  private var sealedFolders: [String: String]?
  /// What was found about the storage root, and about objects as parts of it.
  private(set) var rootFindings: [Finding] = []
  /// Where objects lie that are not in their own place, by their identifiers.
  private(set) var seats: [String: String] = [:]
  private(set) var expectations = Expectations()
  /// The folders of documents that are damaged in themselves; others' word against them says nothing new.
  private(set) var damaged: Set<String> = []
  private(set) var amount = (objects: 0, files: 0, bytes: Int64(0))
  private(set) var objects: [FilePath] = []
  /// What of the content was read; nil where only some documents were asked for.
  private(set) var reading: ReadingAccount?

  var ledger: LedgerCheck?
  /// The ledgers of before.
  var epochs: EpochCheck?
  var stamps: StampCheck?
  /// What the ledger states otherwise than it is kept, by address.
  var forged: [String: LedgerComparison] = [:]
  /// Records of runs that are not those of the ledger.
  var unsignedRuns: [ArchiveFinding] = []
  /// What is wrong with what was let go of.
  var tombstones: [ArchiveFinding] = []
  var manifest: ManifestComparison?
  var unstated: [String: [(file: String, digest: Digest)]] = [:]
  var catalogueFault: CatalogueComparison.Fault?
  /// Whether something else than a command changed the catalogue; and whether nobody can say.
  var isCatalogueAltered = false
  var isCatalogueUnnoted = false
  /// Versions that the catalogue has not, or has otherwise, by address.
  var wrongInCatalogue: [String: Set<Int>] = [:]
  /// Versions that only the catalogue knows, by address.
  var onlyInCatalogue: [String: Set<Int>] = [:]
  /// What is lost, by the folders of the documents.
  var losses: [String: LostVersions] = [:]
  /// Documents that were let go of, and that manifest or catalogue name again.
  var namedAgain: [ArchiveFinding] = []
  var runs: RunRecordsCheck?
  var quarantine: QuarantineCheck?
  /// Checksums that say the same in other bytes than we write.
  private(set) var spellings: [ArchiveFinding] = []
  /// Records of what was given out that cannot be read.
  var requests: [ArchiveFinding] = []

  init(of archive: Archive, documents: [WebAddress]? = nil) {
    self.archive = archive
    meant = documents.map { Set($0.map { archive.folder(of: ObjectID($0.text)) }) }
    asked = Set((documents ?? []).map(\.text))
    staging = StagingSight(of: archive)
    folder = documents == nil ? ArchiveFolderCheck(of: archive) : nil
  }

  // MARK: Objects

  /// - Parameters:
  ///   - level: how much of the content is read.
  ///   - budget: for how long content is read at the most; nil for as long as it takes.
  ///   - cores: so many objects are looked at at once.
  ///   - now: what time it is.
  ///   - progress: told how far it has come.
  mutating func checkObjects(
    _ level: VerificationLevel,
    within budget: Duration?,
    cores: Int,
    at now: Date,
    progress: @escaping @Sendable (Verification.Progress) -> Void
  ) async {
    guard folder?.hasRoot == true else { return }
    var check = StorageRootCheck(hierarchyOf: archive.root)
    let found = check.rootFindings
    objects = check.objects
    var round = ReadingRound(of: objects, in: archive, level, within: budget, at: now)
    var suspects: [Int] = []
    let archive = archive
    await withTaskGroup(of: LookedAt.self) { group in
      var desk = ReadingDesk(of: check, in: archive)
      var busy = 0
      func lookOn() {
        while busy < max(cores, 1), let work = desk.next(&round) {
          busy += 1
          group.addTask { work() }
        }
      }
      lookOn()
      while let looked = await group.next() {
        busy -= 1
        let done = desk.take(looked)
        lookOn()
        guard let (number, isWhole, object) = done else { continue }
        let isSuspect = object?.isSuspect ?? true
        if isWhole, !isSuspect { round.take(number) }
        if let object, !isSuspect, !isUnfinished(object) {
          check.add(object.check)
          tellSpelling(in: object)
          expectations.add(object, number: number, in: archive)
        } else {
          suspects.append(number)
        }
        progress(Verification.Progress(objects: check.checked, bytes: check.bytes))
      }
    }
    // Verifying takes no lock, so a run may have been in the middle of writing what seemed wrong.
    staging.look(at: archive)
    for number in suspects.sorted() {
      let object = ExaminedObject(of: objects[number], in: archive)
      check.add(object.check)
      diagnose(object, number)
    }
    amount = (check.checked, check.files, check.bytes)
    reading = round.account(read: check.bytes, spared: check.sparedBytes)
    rootFindings = check.rootFindings
    if !found.isEmpty {
      let now = Set(StorageRootCheck(hierarchyOf: archive.root).rootFindings)
      let passed = Set(found).subtracting(now)
      rootFindings.removeAll { passed.contains($0) }
    }
    for finding in rootFindings where finding.code == "W014" {
      let object = archive.root.path.pushing(FilePath(finding.path))
      if let id = (try? Inventory(readFrom: object))?.id { seats[id] = finding.path }
    }
  }

  /// Checks the objects of some documents.
  mutating func checkDocuments(_ addresses: [WebAddress]) {
    for address in addresses {
      let id = ObjectID(address.text)
      let directory = archive.root.directory(of: id)
      let kind: DirectoryEntry.Kind?
      do {
        let isLinked = try archive.root.link(onTheWayTo: directory) != nil
        kind = isLinked ? .link : try Disk().entry(at: directory)
      } catch {
        close(archive.folder(of: id), "\((error as FilingError).cause)")
        continue
      }
      // What is not there is told by those who knew of it.
      guard kind == .directory, (try? isObject(directory)) ?? true else { continue }
      objects.append(directory)
      let object = ExaminedObject(of: directory, in: archive)
      amount.objects += 1
      amount.files += object.check.files
      amount.bytes += object.check.bytes
      diagnose(object, objects.count - 1)
    }
  }

  private func isObject(_ directory: FilePath) throws(FilingError) -> Bool {
    try Disk().list(directory).contains {
      $0.name.contains("ocfl_object_") || $0.name.hasPrefix("inventory.json")
    }
  }

  private mutating func close(_ folder: String, _ reason: String) {
    rootFindings.append(
      Finding(
        code: "unread",
        object: "",
        path: String(folder.dropFirst(Archive.storageRoot.count + 1)),
        message: reason
      )
    )
  }

  private func isUnfinished(_ object: ExaminedObject) -> Bool {
    object.inventory?.objectID.map { staging.versions[$0] != nil } ?? false
  }

  /// Tells of checksums that say the same in other bytes: in an object that hanaper wrote, somebody changed them.
  private mutating func tellSpelling(in object: ExaminedObject) {
    guard !object.check.spelledOtherwise.isEmpty, let inventory = object.inventory,
      inventory.isByHanaper
    else { return }
    var place = object.check.object
    // What the record says of itself may be what was changed.
    let address = archive.occupant(of: place)?.text ?? inventory.id
    _ = place.removePrefix(archive.path)
    for sidecar in object.check.spelledOtherwise {
      spellings.append(
        ArchiveFinding(
          address: address,
          path: "\(place)/\(sidecar)",
          codes: ["changed"],
          sentence:
            "the checksum beside a record of the document says what it has to, and not in the bytes in which it was written",
          next: "`\(NextCommand("repair"))` writes it anew"
        )
      )
    }
  }

  /// Works out what is at fault with an object, and what may be expected of it all the same.
  private mutating func diagnose(_ object: ExaminedObject, _ number: Int) {
    var place = objects[number]
    _ = place.removePrefix(archive.root.path)
    let folder = "\(Archive.storageRoot)/\(place)"
    let unfinished =
      (archive.id(ofFolder: folder) ?? object.inventory?.objectID)
      .flatMap { staging.versions[$0] }
    tellSpelling(in: object)
    guard object.isSuspect else {
      return expectations.add(object, number: number, besides: unfinished?.number, in: archive)
    }
    let diagnosis = ObjectDiagnosis(
      object.check,
      at: place,
      of: archive.root,
      unfinished: unfinished
    )
    let believed = ExaminedObject(object.check, by: diagnosis.inventory, in: archive)
    let occupant = archive.occupant(of: objects[number])?.text
    // Records that were exchanged say that what lies here is another's, and it is not.
    let isAtHome = occupant.map { archive.folder(of: ObjectID($0)) == folder } ?? false
    let report = ObjectReport(
      folder: folder,
      id: (isAtHome ? occupant : diagnosis.id) ?? id(ofFolder: folder),
      faults: diagnosis.faults,
      misfits: believed.captured.misfits,
      occupant: occupant
    )
    reports.append(report)
    guard !report.isDamaged else {
      // The document whose place it is is lost where another one's lies there.
      let owner = report.occupant ?? report.id
      let isAnothers = owner.map { archive.folder(of: ObjectID($0)) != folder } ?? false
      if !isAnothers { damaged.insert(folder) }
      if let id = report.id, !id.isEmpty { damaged.insert(archive.folder(of: ObjectID(id))) }
      return
    }
    expectations.add(believed, number: number, besides: unfinished?.number, in: archive)
  }

  /// The document whose folder it is: by its name, or where that was cut, by what opens the ledger's leaves.
  private mutating func id(ofFolder folder: String) -> String? {
    if let id = archive.id(ofFolder: folder) { return id.text }
    if sealedFolders == nil {
      var folders: [String: String] = [:]
      for seals in (try? DocumentSeals.everywhere(in: archive)) ?? [] {
        try? seals.forEach { seal in
          folders[archive.folder(of: ObjectID(seal.address.text))] = seal.address.text
        }
      }
      sealedFolders = folders
    }
    return sealedFolders?[folder]
  }

  /// Takes documents for damaged that are so in no way that shows in themselves.
  mutating func distrust(_ folders: [String]) {
    guard !folders.isEmpty else { return }
    damaged.formUnion(folders)
    let folders = Set(folders)
    let numbers = objects.indices.filter { index in
      var place = objects[index]
      _ = place.removePrefix(archive.root.path)
      return folders.contains("\(Archive.storageRoot)/\(place)")
    }
    expectations.remove(Set(numbers.map { UInt32(truncatingIfNeeded: $0) }))
  }

  // MARK: What stands beside them

  /// Takes what was seen of the runs beside the objects; what seems wrong is looked at again, as one may be at work.
  mutating func checkRuns(seen: RunRecordsCheck?) async {
    guard seen?.isClean != true else { return runs = seen }
    runs = await Self.records(of: archive, isUnfinished: staging.work != nil)
  }

  /// - Returns: nil without a folder of runs.
  static func records(of archive: Archive, isUnfinished: Bool) async -> RunRecordsCheck? {
    guard (try? Disk().entry(at: archive.path.appending(Archive.runs))) == .directory else {
      return nil
    }
    // How much a run wrote down, by the catalogue, if it is there to be asked and is what it was.
    let isBelieved = CatalogueChecksum(of: archive).state() != .altered
    let catalogue = isBelieved ? try? await Catalogue(reading: archive.catalogueFile) : nil
    return await RunRecordsCheck(
      of: archive,
      isUnfinished: isUnfinished,
      takenIn: { try? await catalogue?.runs() }
    )
  }

  mutating func checkSideFolders() {
    requests = HandedOutRecords(of: archive).findings
    let directory = archive.path.appending(Archive.quarantine)
    guard (try? Disk().entry(at: directory)) == .directory else { return }
    quarantine = QuarantineCheck(of: archive)
  }
}
