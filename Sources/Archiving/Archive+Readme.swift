// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Archive {
  /// What stands in a new archive for whoever finds it without Hanaper at hand.
  package static let readme = """
    # An archive of public reports

    Hanaper keeps here what it fetched from public web sites: every version of every report, as the
    bytes that were served, with a record of when and from where. Nothing but a file manager and the
    ordinary tools of any Unix system is needed to read it.

        ocfl/                    the reports: an OCFL 1.1 storage root (https://ocfl.io/1.1/spec/)
        manifest-sha512.txt      the SHA-512 digest of every file that is kept
        ledger/                  a signed log of all that was kept: C2SP tlog-tiles (https://c2sp.org/tlog-tiles)
        tombstones/              what was let go of: dates, digests, the reason, and no name
        requests/                what was given out, when, and on whose request
        runs/<UTC time>/         what each nightly run saw: report.json, visits.jsonl
        quarantine/              answers that were not the report asked for; evidence, never versions
        staging/                 empty, except while a run is writing
        catalogue.sqlite         an index for quick answers; everything in it is made from the rest
        catalogue.sqlite.sha512  what it was when it was written to last; it may be lost
        text.sqlite              the text of the reports, to search in them; made from the rest
        checked.txt              when each report was last read whole and found as it was; it may be lost
        verified.json            what the last verification came to; it may be lost
        outputs.json             which of the mails and other outputs went wrong last; it may be lost
        hosts.json               what sites asked of us: when to come back, their robots.txt; it may be lost
        lock                     held by the run that is writing

    ## Find a report

    Each report has a directory of its own. Its name begins with the report's web address, in which
    every character that is not a letter, a digit, a hyphen or an underscore is written as %xx, and is
    cut after 100 characters; so it is easier to look into the records beside the reports:

        grep -rl 'Child D' --include=capture.json ocfl

    Inside it, `v1/content/`, `v2/content/` … hold the versions: `document.pdf` (or another ending) is
    the report, `capture.json` says when it was fetched, from which address, what the server answered
    and under which link it was listed. `inventory.json` names the files of every version with their
    digests; a version that brought old bytes back points to where they are.

    ## Get a report out

    Copy the file. That is all.

    ## Check that nothing has changed

        sha512sum --quiet -c manifest-sha512.txt

    prints nothing if every file is what was kept. `sha512sum -c inventory.json.sha512` inside a
    report's directory checks its inventory.

    Whoever could alter a file could alter its digest, too. `ledger/checkpoint` is signed with a key that
    is not in here, and states a hash over every version that was ever kept: with an older checkpoint, from
    a nightly message say, `hanaper verify --since` shows that nothing was altered or taken out since.

    ## Rules for whoever works on this by hand

    Do not rename, edit or delete anything below `ocfl/`. To hold a second copy, copy the whole
    directory while no run is writing. If `catalogue.sqlite` is lost, `hanaper reindex` makes it again.

    """
}
