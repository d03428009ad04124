#!/usr/bin/env bash
# Makes the two bundles of this example anew, with new keys that are thrown away. usage: make.sh PROGRAM
# RECONSTRUCTION: no act here was ever signed by anybody. Parties, officers and numbers of lines are invented.
set -euo pipefail
program=$(realpath "${1:?usage: make.sh PROGRAM}")
here=$(realpath "$(dirname "$0")")
table=$(mktemp -d)
trap 'rm -rf "$table"' EXIT
cd "$table"
run() { "$program" seal "$@" --policy policy >/dev/null; }
keys() { local letter=${1^^}; echo "--key keys-$1/$letter-officer-1.key --key keys-$1/$letter-officer-2.key"; }
for party in a b m; do "$program" seal keys --party $party --out keys-$party >/dev/null; done
"$program" seal policy keys-a keys-b keys-m --exchange 00000000000020250607000000000640 --out policy >/dev/null

# shellcheck disable=SC2046
run begin acts --title "RECONSTRUCTION with invented parties A and B: what a record of June 2025 could have shown" \
  $(keys a) $(keys b) $(keys m)
act() { # DIR PARTY TYPE PAYLOAD
  # shellcheck disable=SC2046
  run act "$1" --type "$3" --from "$2" --payload "$4" $(keys "$2")
}
clause() { # ID TRACK TITLE TEXT RULE
  printf '{"clauses":[{"id":"%s","track":"%s","title":"%s","text":"%s","rule":%s}]}\n' "$@"
}

# What both accounts share: entries 1 to 9, under one checkpoint that everybody's witness cosigned.
clause bodies remains "the bodies" "B hands over the bodies of 6,000; A hands over as many as it has." \
  '{"kind":"remains","a_gives":"as-many-as-there-are","b_gives":{"number":6000},"identified":"unsaid"}' > bodies.json
act acts a propose bodies.json
# shellcheck disable=SC2046
run accept acts --from b --clause bodies $(keys b)
clause young prisoners "the young" "All aged 18 to 25, whoever has not had the 26th birthday on the day of handover." \
  '{"kind":"category","category":"young","counted":false,"predicate":{"age":{"from":18,"to":25,"upper":"inside","on":"handover"}}}' > young-a.json
act acts a propose young-a.json
clause young prisoners "the young" "All under 25, whoever has not had the 25th birthday on the day of capture." \
  '{"kind":"category","category":"young","counted":true,"predicate":{"age":{"from":null,"to":25,"upper":"outside","on":"capture"}}}' > young-b.json
act acts b counter young-b.json
for line in $(seq 640); do echo "invented line $line of the list of 640"; done > list-640.txt
"$program" seal commit list-640.txt --id list-640 --of offered --salts salts --out list.json >/dev/null
act acts b list-commit list.json
leaf() { { printf '\0'; cat "acts/acts/000$1.note"; } | sha256sum | cut -d' ' -f1; }
printf '{"seq":5,"act":"%s"}\n' "$(leaf 5)" > received.json
act acts a acknowledgement received.json
clause bodies-date remains "the day for the bodies" "The bodies are handed over on 7 June." \
  '{"kind":"schedule","dates":["2025-06-07"],"size":null}' > date.json
act acts b propose date.json
for line in $(seq 1000); do echo "invented line $line of the request"; done > request.txt
"$program" seal commit request.txt --id request --of wanted --salts salts-2 --out request.json >/dev/null
act acts a list-commit request.json
run checkpoint acts --log keys-m/M-log.key
run cosign acts --at 2025-06-06T20:00:00Z --key keys-a/A-witness.key --key keys-b/B-witness.key --key keys-m/M-witness.key

# B's account goes on: it answered the request with the 640 of its list.
cp -r acts b-acts
root=$(sed -n 's/.*"root": "\(.*\)",*/\1/p' request.json)
verdicts=$(printf '%064d' 7)
printf '{"list":"request","to":"%s","root":"%s","count":1000,"verdicts":{"matched":640,"not-ours":360}}\n' \
  "$root" "$verdicts" > reply.json
act b-acts b list-reply reply.json
# A's account goes on: a day was never agreed, and the list does not keep to the rule.
cp -r acts a-acts
# shellcheck disable=SC2046
run refuse a-acts --from a --clause bodies-date --reason "the handing over was agreed, and no day for it" $(keys a)
# shellcheck disable=SC2046
run refuse a-acts --from a --clause young --reason "the list of 640 does not keep to the rule of entry 3" $(keys a)

# Verdicts are encrypted to the parties, and their identities are thrown away: B lays its answer open to the reader.
rm -f "$here/answer-of-b.json"
run open-act b-acts --entry 9 --out "$here/answer-of-b.json"
rm -rf "$here/account-a" "$here/account-b"
# shellcheck disable=SC2046
run bundle a-acts --from a $(keys a) --out "$here/account-a"
# shellcheck disable=SC2046
run bundle b-acts --from b $(keys b) --out "$here/account-b"
cp policy "$here/policy.txt"
