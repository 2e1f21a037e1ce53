/**
 * What bash reads to complete `berth`.
 *
 * The library's own script runs what stands in `$(…)` while somebody types, and needs a package of its own to split
 * the line; this one hands the words on as they are.
 */
export const bashScript = `# bash completion for berth
__berth_complete() {
    local line=\${COMP_LINE:0:COMP_POINT} words cur flag typed kept out directive value
    # Words as they were typed: neither expanded, nor cut at "=" and ":".
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    cur=\${words[\${#words[@]}-1]}
    out=$(berth complete -- "\${words[@]:1}" 2>/dev/null) || return
    directive=\${out##*:}
    out=\${out%:*}
    if (( directive & 4 )); then
        compopt +o default 2>/dev/null
    fi
    [[ $cur == --*=* ]] && flag=\${cur%%=*}=
    typed=\${cur#"$flag"}
    # What stands before the last "=" or ":" stays on the line where bash breaks words there.
    [[ $typed == *:* && $COMP_WORDBREAKS == *:* ]] && kept=\${typed%:*}:
    [[ $COMP_WORDBREAKS == *=* ]] && flag=
    COMPREPLY=()
    while IFS=$'\\t' read -r value _; do
        [[ -n $value && $value == "$typed"* ]] && COMPREPLY+=("$flag\${value#"$kept"}")
    done <<< "$out"
    return 0
}
complete -o default -F __berth_complete berth
`;
