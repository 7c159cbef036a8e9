# Sourced by the scripts beside it: a document of that many questions.
questions() {
    echo "# Many"
    for number in $(seq 0 $(($1 - 1))); do
        printf '\n## What is number %s?\n\n' "$number"
        printf -- '- **Cause:** it is number %s, which comes before %s.\n- `let n = %s;`\n' "$number" $((number + 1)) "$number"
    done
}
