# fish completion for framewalk

@fish-names@

# No command yet: the first word is being typed.
function __framewalk_first
    test (count (commandline -opc)) -eq 1
end

# The command that counts; a call without one is play.
function __framewalk_is
    set -l words (commandline -opc)
    if contains -- "$words[2]" $__framewalk_commands
        test "$words[2]" = $argv[1]
    else
        test $argv[1] = play
    end
end

function __framewalk_scenarios
    framewalk list --paths 2>/dev/null | string replace -r '\s.*' ''
end

# Themes lie beside the walkthroughs.
function __framewalk_themes
    for folder in (framewalk list --paths 2>/dev/null | string replace -r '^\S+\s+' '' | string replace -r '/traces/[^/]*$' /themes | sort -u)
        for theme in $folder/*.json
            string replace -r '.*/(.*)\.json$' '$1' $theme
        end
    end
end

# Labels of the scenario on the line: of the first word that has some.
function __framewalk_positions
    for word in (commandline -op)[2..-1]
        string match -q -- '-*' $word
        and continue
        test -f $word; or not test -e $word
        or continue
        set -l labels (framewalk list $word 2>/dev/null | string replace -r '\s.*' '')
        if count $labels >/dev/null
            printf '%s\n' $labels
            break
        end
    end
    echo end
end

function __framewalk_files
    __fish_complete_path (commandline -ct)
end

function __framewalk_paths
@fish-paths@
    __framewalk_scenarios
end

complete -c framewalk -f
@fish-commands@
complete -c framewalk -n __framewalk_first -l version -d 'print the version'
complete -c framewalk -s h -l help -d 'print a page of help'
@fish-arguments@
@fish-options@
