// Checks a C2SP tlog-proof against a tlog-policy with the packages note and tlog of golang.org/x/mod/sumdb, which share
// no code with Safeconduct.
//
// usage: seal_peer POLICY PROOF ENTRY      exit code 0: the entry stands in the log; 1: it does not
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosigner checks cosignature/v1 as the package note checks a plain signature.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
	return ed25519.Verify(c.key, message, sig[8:])
}

func must(err error) {
	if err != nil {
		refuse(err.Error())
	}
}

func refuse(why string) {
	fmt.Println("refused:", why)
	os.Exit(1)
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: seal_peer POLICY PROOF ENTRY")
		os.Exit(2)
	}
	var files [3][]byte
	for at := range files {
		bytes, err := os.ReadFile(os.Args[at+1])
		must(err)
		files[at] = bytes
	}
	var known []note.Verifier
	witnesses, log, quorum, groups := map[string]string{}, "", "", map[string][]string{}
	for _, line := range strings.Split(string(files[0]), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 2 && words[0] == "log":
			verifier, err := note.NewVerifier(words[1])
			must(err)
			log, known = verifier.Name(), append(known, verifier)
		case len(words) == 3 && words[0] == "witness":
			parts := strings.SplitN(words[2], "+", 3)
			hash, err := strconv.ParseUint(parts[1], 16, 32)
			must(err)
			material, err := base64.StdEncoding.DecodeString(parts[2])
			must(err)
			if material[0] == 4 {
				known = append(known, cosigner{parts[0], uint32(hash), material[1:]})
				witnesses[words[1]] = parts[0]
			}
		case len(words) > 3 && words[0] == "group" && words[2] == "all":
			groups[words[1]] = words[3:]
		case len(words) == 2 && words[0] == "quorum":
			quorum = words[1]
		}
	}
	head, checkpoint, found := bytes.Cut(files[1], []byte("\n\n"))
	if !found {
		refuse("not a tlog-proof")
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 || !strings.HasPrefix(lines[1], "index ") {
		refuse("not a tlog-proof")
	}
	index, err := strconv.ParseInt(lines[1][6:], 10, 64)
	must(err)
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		path = append(path, hash)
	}
	opened, err := note.Open(checkpoint, note.VerifierList(known...))
	must(err)
	signed := map[string]bool{}
	for _, signature := range opened.Sigs {
		signed[signature.Name] = true
	}
	if len(opened.UnverifiedSigs) > 0 || !signed[log] {
		refuse("a signature by nobody known, or none by the log")
	}
	for _, member := range groups[quorum] {
		if !signed[witnesses[member]] {
			refuse("no quorum: " + member + " is missing")
		}
	}
	if len(groups[quorum]) == 0 {
		refuse("a quorum that this reader does not know")
	}
	text := strings.Split(opened.Text, "\n")
	if len(text) != 4 || text[0] != log {
		refuse("not a checkpoint of the log")
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(text[2])
	must(err)
	must(tlog.CheckRecord(path, size, root, index, tlog.RecordHash(files[2])))
	fmt.Println("the entry stands in the log")
}
