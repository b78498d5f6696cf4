// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

extension ArchiveStatus {
  /// The figures for a monitor, in Prometheus' text format 0.0.4: gauges, each with its unit in its name.
  ///
  /// No series has an address or a title in its name, so that there are never more than sources and reasons.
  package var metrics: String {
    var text = MetricsText()
    if let run = lastRun {
      text.add("last_run_timestamp_seconds", "When the last run ended.", run.ended)
      text.add("last_run_visited_documents", "Documents that it visited.", run.visited)
      text.add("last_run_failed_documents", "Visits of it that did not end well.", run.failed)
    }
    text.add(
      "damaged_documents",
      "Losses that the last run or the last verification found.",
      max(lastRun?.damaged ?? 0, verification?.damaged ?? 0)
    )
    if let good = lastGood {
      text.add("last_good_run_timestamp_seconds", "When the last good run ended.", good.ended)
    }
    text.add("documents", "Reports that are held.", holdings.documents)
    text.add("versions", "Versions of them.", holdings.versions)
    text.add("content_bytes", "Bytes of all versions.", holdings.bytes)
    text.add("unread_documents", "Documents that were never read whole.", reading.neverRead)
    if let oldest = reading.oldest {
      text.add(
        "oldest_reading_timestamp_seconds",
        "When the document was read whole that was so longest ago.",
        oldest
      )
    }
    if let space {
      text.add("disk_free_bytes", "Room on the archive's disk.", space.freeBytes)
      if let files = space.freeFiles {
        text.add("disk_free_files", "Files for which there is room on it.", files)
      }
    }
    text.add(
      "disk_is_short",
      "Whether the next run stops for want of room.",
      shortage == nil ? 0 : 1
    )
    if let ledger {
      text.add("ledger_leaves", "Leaves of the ledger that are signed for.", ledger.leaves)
      text.add("ledger_waiting_leaves", "Leaves that wait for that.", ledger.waiting)
      text.add(
        "ledger_is_stuck",
        "Whether nothing can be signed for in it.",
        ledger.problem == nil ? 0 : 1
      )
    }
    text.add("sources_in_need", "Sources that need somebody.", attention?.count ?? 0)
    text.add(
      "output_is_failing",
      "Whether the output did not work when it was served last.",
      (outputs ?? []).map { ([("output", $0.output)], $0.problem == nil ? 0 : 1) }
    )
    text.add(
      "copy_is_failing",
      "Whether the copy was not whole when it was looked at last.",
      (copies ?? []).map {
        ([("copy", $0.copy)], $0.problem == nil && $0.readProblem == nil ? 0 : 1)
      }
    )
    text.add(
      "copy_whole_timestamp_seconds",
      "When all was last in the copy.",
      (copies ?? []).compactMap { copy in
        copy.wholeAt.map { ([("copy", copy.copy)], $0.timeIntervalSince1970) }
      }
    )
    addSources(to: &text)
    return text.text
  }

  private func addSources(to text: inout MetricsText) {
    func label(_ source: Source) -> [(String, String)] { [("source", source.id)] }
    text.add(
      "source_last_read_timestamp_seconds",
      "When a run read the source last.",
      sources.compactMap { source in
        source.lastRead.map { (label(source), $0.timeIntervalSince1970) }
      }
    )
    for (name, help, value) in [
      ("source_enabled", "Whether runs read the source.", \Source.enabledNumber),
      ("source_listed_documents", "Documents that the source lists.", \Source.listed),
      ("source_kept_documents", "Of these, those that are held.", \Source.kept),
      ("source_troubled_documents", "What it lists or listed and stands badly.", \Source.troubled),
    ] as [(String, String, KeyPath<Source, Int>)] {
      text.add(name, help, sources.map { (label($0), Double($0[keyPath: value])) })
    }
    text.add(
      "source_left_out_documents",
      "What it lists and is not held, by the reason.",
      sources.flatMap { source in
        source.leftOut.sorted { $0.key < $1.key }
          .map { (label(source) + [("reason", $0.key)], Double($0.value)) }
      }
    )
  }
}

extension ArchiveStatus.Source {
  fileprivate var enabledNumber: Int { isEnabled ? 1 : 0 }
}

/// A text of gauges; Prometheus, “Exposition formats”, text format 0.0.4.
private struct MetricsText {
  private(set) var text = ""

  mutating func add(_ name: String, _ help: String, _ time: Date) {
    add(name, help, [([], time.timeIntervalSince1970)])
  }

  mutating func add(_ name: String, _ help: String, _ value: some BinaryInteger) {
    add(name, help, [([], Double(value))])
  }

  mutating func add(
    _ name: String,
    _ help: String,
    _ series: [(labels: [(name: String, value: String)], value: Double)]
  ) {
    guard !series.isEmpty else { return }
    text += "# HELP hanaper_\(name) \(help)\n# TYPE hanaper_\(name) gauge\n"
    for (labels, value) in series {
      let words = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
      let number = value == value.rounded() ? "\(Int64(value))" : "\(value)"
      text += "hanaper_\(name)\(words.isEmpty ? "" : "{\(words)}") \(number)\n"
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
