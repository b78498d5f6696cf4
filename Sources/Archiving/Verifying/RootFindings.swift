// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import OCFL
import SystemPackage
import Text

/// What was found between the storage root and its objects, sorted by what is behind it.
struct RootFindings {
  /// A folder in which nothing can be seen.
  struct Region {
    /// Relative to the archive.
    let path: String
    /// Nil where it is told elsewhere.
    let reason: String?
  }

  private(set) var regions: [Region] = []
  private(set) var findings: [ArchiveFinding] = []
  /// Codes that a fault told elsewhere explains, by the folder of the document.
  private(set) var codes: [String: [String]] = [:]

  private let round: VerificationRound
  private let losses: PlaceIndex
  private let damaged: Set<String>
  /// The documents that all records there say they are of, by the folders.
  private let ids: [String: String?]
  private let objects: Set<String>
  private let unfinished: PlaceIndex
  private var strangers = PlaceIndex([])
  private var unreadable = PlaceIndex([])
  /// Folders of documents that are told to lie elsewhere.
  private var moved = PlaceIndex([])

  init(of round: VerificationRound, losses: [String: LostVersions]) {
    self.round = round
    self.losses = PlaceIndex(losses.keys)
    damaged = Set(round.reports.filter(\.isDamaged).map(\.folder))
    ids = Dictionary(
      round.reports.map { ($0.folder, $0.occupant) },
      uniquingKeysWith: { first, _ in first }
    )
    let isNeeded = !round.rootFindings.isEmpty
    objects = Set(isNeeded ? round.objects.map { Self.place($0, round.archive) } : [])
    unfinished = PlaceIndex(round.staging.versions.keys.map { round.archive.folder(of: $0) })
    if let folder = round.folder, !folder.hasRoot {
      regions.append(Region(path: Archive.storageRoot, reason: nil))
      unreadable.insert(Archive.storageRoot)
    }
    let placed = round.rootFindings.map { finding in
      (
        finding.path.isEmpty
          ? Archive.storageRoot : "\(Archive.storageRoot)/\(finding.path)", finding
      )
    }
    for (place, finding) in placed where finding.severity == .unread && !isOfLayout(place) {
      regions.append(Region(path: place, reason: Self.reason(finding)))
      unreadable.insert(place)
    }
    takeSeats(placed)
    // The shortest first, so that what lies in a strange folder is told with it.
    let rest = placed.filter { $0.1.severity != .unread && !Self.ofSeats.contains($0.1.code) }
    for (place, finding) in rest.sorted(by: { $0.0.utf8.count < $1.0.utf8.count }) {
      take(finding, at: place)
    }
  }

  private static let ofSeats: Set = ["W014", "E037", "E083"]

  private static func place(_ object: FilePath, _ archive: Archive) -> String {
    var place = object
    _ = place.removePrefix(archive.path)
    return place.string
  }

  private static func reason(_ finding: Finding) -> String {
    let words = finding.message.split(separator: ": ").last
    return words.map(String.init) ?? finding.message
  }

  // MARK: Objects in a place that is not theirs

  private mutating func takeSeats(_ placed: [(String, Finding)]) {
    let seats = Dictionary(grouping: placed.filter { Self.ofSeats.contains($0.1.code) }, by: \.0)
    /// Places in which the record of another document lies.
    let occupied = Set(seats.filter { $0.value.contains { $0.1.code == "W014" } }.map(\.key))
    for (place, found) in seats {
      let all = found.map(\.1.code)
      // A record that is another's has been told, and its folder is where it ought to be.
      let own = damaged.contains(place) ? ids[place] ?? nil : nil
      if damaged.contains(place),
        own.map({ round.archive.folder(of: ObjectID($0)) == place }) ?? true
      {
        codes[place, default: []] += all
        continue
      }
      guard all.contains("W014"), let id = own ?? Self.id(in: found.map(\.1)),
        // A version's folder in its place is taken for an object where its document has lost what says what it is.
        round.archive.home(ofWhatLiesIn: place)?.folder != place
      else { continue }
      let home = round.archive.folder(of: ObjectID(id))
      if objects.contains(home), !occupied.contains(home) {
        findings.append(second(place, of: id, home, all))
      } else {
        moved.insert(home)
        findings.append(misplaced(place, id, home, all, isOccupied: occupied.contains(home)))
      }
    }
  }

  private static func id(in findings: [Finding]) -> String? {
    for finding in findings where finding.code == "W014" {
      guard let start = finding.message.firstIndex(of: "“"),
        let end = finding.message.lastIndex(of: "”")
      else { continue }
      let id = finding.message[finding.message.index(after: start)..<end]
      if !id.isEmpty { return String(id) }
    }
    return nil
  }

  private func misplaced(
    _ place: String,
    _ id: String,
    _ home: String,
    _ codes: [String],
    isOccupied: Bool
  ) -> ArchiveFinding {
    let home = round.archive.home(ofWhatLiesIn: place)?.folder ?? home
    let line = "mkdir -p \"$(dirname '\(home)')\" && mv \(place.quotedForShell) '\(home)'"
    let parent = place.split(separator: "/").dropLast().joined(separator: "/")
    let move: Advice =
      place.isTypable
      ? "\(shell: line)"
      : "its name cannot be typed as it is shown: \(shell: "ls -b \(parent.quotedForShell)") shows it; make \(shell: home.quotedForShell) of it"
    var finding = ArchiveFinding(
      address: id,
      path: place,
      files: [place, home],
      codes: codes,
      sentence: "the folder of the document is not where it belongs"
        + (isOccupied ? "; in its place is that of another" : ""),
      next: isOccupied
        ? "`\(NextCommand("repair"))` puts what is in another's place back into its own" : move
    )
    finding.move = Move(from: place, to: home)
    return finding
  }

  private func second(
    _ place: String,
    of id: String,
    _ home: String,
    _ codes: [String]
  ) -> ArchiveFinding {
    ArchiveFinding(
      .warning,
      address: id,
      path: place,
      files: [place, home],
      codes: codes,
      sentence: "there is a second folder of the document, which does not belong here",
      next: "compare it with '\(home)', and move it out of the archive; until then do not run "
        + "`\(.reindex)`"
    )
  }

  // MARK: What lies between

  private mutating func take(_ finding: Finding, at place: String) {
    if strangers.place(holding: place) != nil || unreadable.related(to: place) != nil { return }
    if let folder = losses.related(to: place) { return add(finding.code, to: folder) }
    if moved.related(to: place) != nil || unfinished.related(to: place) != nil { return }
    switch finding.code {
    case "E072", "E084", "E085", "E088", "E073", "E112", "W016", "E086", "W013":
      tellStranger(place)
    case "E090" where round.archive.id(ofFolder: place) != nil: tellLink(at: place)
    case "E090" where !objects.contains(place): tellStranger(place)
    case "E082":
      // A folder that an object does not know is told with the object.
      return
    default:
      findings.append(
        ArchiveFinding(
          finding.severity == .warning ? .warning : .damage,
          path: place,
          codes: [finding.code],
          sentence: "the storage root is not as OCFL has it: \(finding.message)",
          next: "compare with a copy of the archive (\(ManualPage.recovery))",
          details: [finding.description]
        )
      )
    }
  }

  /// In the place of a document that nothing else knows of: it has hidden what else there was to find.
  private mutating func tellLink(at place: String) {
    var finding = ArchiveFinding(
      address: round.archive.id(ofFolder: place)?.text,
      path: place,
      codes: ["E090"],
      sentence:
        "a link stands in the place of a document's folder, and what it leads to is not the archive's",
      next: ObjectFault.behindLink
    )
    finding.kind = .missing
    findings.append(finding)
  }

  private mutating func tellStranger(_ place: String) {
    guard !isOfLayout(place) else { return }
    strangers.insert(place)
    findings.append(.stranger(at: place))
  }

  /// Whether a place is on the way to the layout's files: what has become of it is told with these.
  private func isOfLayout(_ place: String) -> Bool {
    round.archive.root.identifyingFiles.map { "\(Archive.storageRoot)/\($0.path)" }
      .contains { $0 == place || $0.hasPrefix("\(place)/") }
  }

  private mutating func add(_ code: String, to folder: String) {
    if codes[folder]?.contains(code) != true { codes[folder, default: []].append(code) }
  }
}
