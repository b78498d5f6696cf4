// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// Judges a ledger by the code behind Go's checksum database, golang.org/x/mod/sumdb, as scripts/check-ledger does by
// Python's standard library.
//
//	check-ledger-in-go FOLDER VKEY [OLD-CHECKPOINT…] [PROOF ENTRY]…
//
// Signatures, roots, inclusion and consistency are judged there; here files are read, in the forms of C2SP's tlog-tiles,
// tlog-checkpoint and tlog-proof. `make gojudge` builds it.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const proofEnding = ".tlog-proof"

func expect(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "does not hold:", what)
		os.Exit(1)
	}
}

func read(path string) []byte {
	bytes, err := os.ReadFile(path)
	expect(err == nil, fmt.Sprint(err))
	return bytes
}

func hash(line, what string) (hash tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(line)
	expect(err == nil && len(bytes) == tlog.HashSize, what)
	copy(hash[:], bytes)
	return hash
}

// checkpoint is the size and root of a note that the key has signed.
func checkpoint(text []byte, key note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open(text, note.VerifierList(key))
	expect(err == nil, fmt.Sprint("the signature of a checkpoint: ", err))
	lines := strings.Split(opened.Text, "\n")
	expect(len(lines) >= 4 && lines[0] == key.Name(), "the origin is the key's name")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	expect(err == nil && size >= 0, "the size of a checkpoint")
	return size, hash(lines[2], "the root of a checkpoint")
}

// name is a tile's number as it is written in a path: x001/x234/067.
func name(index int64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	return name
}

// piece is what a tile or bundle of so many of count things holds.
func piece(folder, kind string, index, count int64) ([]byte, int64) {
	path, width := filepath.Join(folder, "tile", kind, name(index)), count-index*256
	if width < 256 {
		path += fmt.Sprintf(".p/%d", width)
	} else {
		width = 256
	}
	return read(path), width
}

// log is all hashes of a tree, as tlog numbers them.
type log struct{ hashes []tlog.Hash }

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for place, index := range indexes {
		found[place] = l.hashes[index]
	}
	return found, nil
}

func (l *log) fill(folder string, size int64) {
	for index := int64(0); index*256 < size; index++ {
		bundle, width := piece(folder, "entries", index, size)
		for number := int64(0); number < width; number++ {
			expect(len(bundle) >= 2, "a bundle holds its entries")
			length := int(binary.BigEndian.Uint16(bundle)) + 2
			expect(len(bundle) >= length, "a bundle holds its last entry")
			stored, err := tlog.StoredHashes(index*256+number, bundle[2:length], l)
			expect(err == nil, fmt.Sprint(err))
			l.hashes, bundle = append(l.hashes, stored...), bundle[length:]
		}
		expect(len(bundle) == 0, "a bundle holds nothing more")
	}
}

// tiles holds every tile against the tree, and counts them.
func (l *log) tiles(folder string, size int64) (read int) {
	for level, count := 0, size; count > 0; level, count = level+1, count/256 {
		for index := int64(0); index*256 < count; index++ {
			tile, width := piece(folder, strconv.Itoa(level), index, count)
			expect(int64(len(tile)) == width*tlog.HashSize, "the length of a tile")
			for number := int64(0); number < width; number++ {
				stored := l.hashes[tlog.StoredHashIndex(level*8, index*256+number)]
				part := tile[number*tlog.HashSize : (number+1)*tlog.HashSize]
				expect(string(stored[:]) == string(part), fmt.Sprintf("tile %d/%d", level, index))
			}
			read++
		}
	}
	return read
}

func checkProof(path string, key note.Verifier) {
	head, signed, _ := strings.Cut(string(read(path)), "\n\n")
	lines := strings.Split(head, "\n")
	expect(lines[0] == "c2sp.org/tlog-proof@v1", "the first line of a proof")
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	expect(len(lines) > 0 && strings.HasPrefix(lines[0], "index "), "the index of a proof")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	expect(err == nil, "the index of a proof is a number")
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		proof = append(proof, hash(line, "a hash of a proof"))
	}
	size, root := checkpoint([]byte(signed), key)
	leaf := tlog.RecordHash(read(strings.TrimSuffix(path, proofEnding)))
	err = tlog.CheckRecord(proof, size, root, index, leaf)
	expect(err == nil, fmt.Sprint("the proof ", path, ": ", err))
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: check-ledger-in-go FOLDER VKEY [OLD-CHECKPOINT…] [PROOF ENTRY]…")
		os.Exit(64)
	}
	folder := os.Args[1]
	key, err := note.NewVerifier(os.Args[2])
	expect(err == nil, fmt.Sprint("the key: ", err))
	size, root := checkpoint(read(filepath.Join(folder, "checkpoint")), key)
	ledger := &log{}
	ledger.fill(folder, size)
	own, err := tlog.TreeHash(size, ledger)
	expect(err == nil && own == root, "the root over the entries")
	tiles, proofs, olds := ledger.tiles(folder, size), 0, 0
	for _, file := range os.Args[3:] {
		if strings.HasSuffix(file, proofEnding) {
			checkProof(file, key)
			proofs++
			continue
		}
		oldSize, oldRoot := checkpoint(read(file), key)
		if oldSize > 0 {
			proof, err := tlog.ProveTree(size, oldSize, ledger)
			expect(err == nil, fmt.Sprint("the consistency with ", file, ": ", err))
			err = tlog.CheckTree(proof, size, root, oldSize, oldRoot)
			expect(err == nil, fmt.Sprint("the consistency with ", file, ": ", err))
		}
		olds++
	}
	fmt.Printf("%d entries, %d tiles, %d proofs, %d checkpoints\n", size, tiles, proofs, olds)
}
