# What the pages speak of, beside the files of `world`: packages, a release before the notes changed, a clone.
mkdir -p fixtures
cp "$TOP/fixtures/interview.md" fixtures/
cp "$TOP/LICENSE-MIT" .

mkdir -p before
sed -e 's/One owner at a time/One owner only/' -e '/pinning/,$d' notes/ownership.md >before/ownership.md
printf '## Why two string types?\n\nOne owns its text.\n' >>before/ownership.md
cp notes/ownership.md after.md
cp before/ownership.md notes/
recto build notes >/dev/null
mv after.md notes/ownership.md
rm -r before

# Each made without a trace, as by somebody else.
recto build questions.md --no-ledger --output other >/dev/null
for name in old new previous released; do cp other/questions.apkg "$name.apkg"; done
rm -r other

git init -q -b main .
git add -A
git commit -q -m "The questions"
