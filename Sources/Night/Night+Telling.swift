// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Records

// What is told of what was written down.
extension Night {
  /// Takes in what became of a conclusion.
  mutating func tell(_ conclusion: Conclusion, _ recording: Recording) -> [Order] {
    // What was not written down, on a full disk say, is in no record of the run.
    report.counts.visited += 1
    let finding = conclusion.finding
    let candidate = finding.candidate
    if recording.isOfEveryNight {
      let sentence = EveryNight.sentence(
        of: candidate.title,
        at: candidate.address.text,
        isEncrypted: finding.isEncrypted
      )
      report.notes.append(RunReport.Note(sentence: sentence, isNews: true))
    }
    if let damage = recording.damage ?? finding.damage { report.tell(damage) }
    if let fault = finding.catalogueFault ?? recording.catalogueFault {
      report.tell(catalogueFault: fault, of: candidate.address, title: candidate.title)
    }
    // What was kept as a list until `includePages` named it is a document for the first time, whatever its bytes.
    let wasList =
      candidate.known?.role == .listing && candidate.isPageAskedFor && finding.keeps
      && finding.isAlive
    let accession: StandingChange.Accession =
      wasList ? .first : recording.version.map { $0 > 1 ? .further : .first } ?? .none
    let news =
      conclusion.isWithheld
      ? []
      : StandingChange(
        from: conclusion.told,
        to: conclusion.new,
        accession: accession,
        besides: conclusion.finding.candidate.known?.toldReasons ?? []
      ).news
    let result = VisitResult(
      news,
      isAlive: finding.isAlive,
      isKept: finding.keeps,
      isHeldBack: recording.damage != nil || conclusion.visit.shared != nil,
      isLeftOut: conclusion.isLeftOutAsTold
    )
    report.counts.count(result)
    if result == .notKept {
      report.firstNotKept = min(report.firstNotKept ?? candidate.address, candidate.address)
    }
    // A notice with the date in it is another body each night.
    if let doubt = conclusion.visit.shared, candidate.known?.shared == nil {
      var item = conclusion.item(finding.isHeld ? .sameFile : .leftOut, nil)
      if finding.isHeld { item.digest = doubt.digest.description }
      item.waiting = recording.waiting
      report.news.append(item)
    }
    if let old = conclusion.visit.succeeds?.address, recording.version != nil {
      successors[old] = candidate.address
    }
    for item in news { report.news.append(conclusion.item(item, recording.version)) }
    // Where it is back, it is fetched again; where it is only listed again, why it is not fetched is told all the same.
    if let item = conclusion.newsOfRefusal, item == .refused || !news.contains(.returned) {
      report.news.append(conclusion.item(item, recording.version))
    }
    // Of what could not be kept, only that is told.
    if conclusion.visit.isMadeAnew == true, recording.damage == nil {
      report.news.append(conclusion.item(.madeAnew, recording.version))
    }
    if conclusion.visit.edition != nil, candidate.known?.inTurnSince == nil {
      report.news.append(conclusion.item(.inTurn, finding.edition))
    }
    if !finding.isAlive { report.troubles.append(conclusion.trouble) }
    return []
  }

  /// Takes in that what became known after the visits was written down.
  mutating func tell(ofRelisted visits: [Visit]) {
    report.counts.relisted = visits.count
    let told = list.news(ofRelisted: visits)
    successors.merge(told.successors) { $1 }
    report.notes += told.contradictions.map {
      RunReport.Note(sentence: $0.sentence, isNews: true)
    }
  }

  /// Puts in order what was told as it came.
  package mutating func sortReport() {
    for bodies in shared.values { report.tell(ofSameFiles: bodies) }
    report.tell(successors)
    report.sortNews()
  }
}

extension [Finding] {
  /// What a host says in place of all its documents, in a sentence; nil where it does not.
  var notice: String? {
    guard let first, allSatisfy({ $0.appraisal.verdict == .softMissing(.siteNotice) }) else {
      return nil
    }
    let documents = count == 1 ? "1 document" : "\(count) documents"
    return "\(first.appraisal.sentence): \(documents)"
  }
}
