#!/usr/bin/env bash
# Records a workload under the Tidewatch agent and shows where each thread's time went.
#   examples/demo.sh [WORKLOAD [OPTION...]]    options go to the workload, e.g. --seconds 5
#   examples/demo.sh taskstats-client [TID...]    the example of the library: no agent, no recording
# Changes nothing on the host.
set -euo pipefail

# Relative paths from here on: a path in -javaagent or -XX:StartFlightRecording may not hold every character.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

agent=agent/target/tidewatch.jar
examples=examples/target/tidewatch-examples.jar

fail() {
    echo "demo.sh: $*" >&2
    exit 1
}

# What is lacking in one line, and what brings it.
lacking() {
    fail "$* On Debian: sudo apt install default-jdk maven"
}

# Sets java, java_version and java_home.
choose_java() {
    if [[ -n "${JAVA_HOME:-}" ]]; then
        java=$JAVA_HOME/bin/java
        [[ -x "$java" ]] ||
            lacking "JAVA_HOME is $JAVA_HOME, and there is no $java: unset JAVA_HOME, or set it to the home of a JDK from 17 on."
    else
        java=$(type -P java) || lacking "there is no java in PATH: install a JDK from 17 on."
    fi
    local properties
    properties=$("$java" -XshowSettings:properties -version 2>&1) || fail "$java does not start: $properties"
    java_version=$(sed -n 's/^ *java\.specification\.version = //p' <<<"$properties")
    java_home=$(sed -n 's/^ *java\.home = //p' <<<"$properties")
    # Before 9 it reads 1.8.
    [[ "$java_version" =~ ^[0-9]+$ && "$java_version" -ge 11 ]] ||
        lacking "$java is Java ${java_version:-of an unknown version}, and the demo needs 11 or later: install a JDK from 17 on, or set JAVA_HOME to one."
}

# outdated JAR DIRECTORY...: is the jar missing, or older than what it is made from?
outdated() {
    local jar=$1 newer
    shift
    [[ -e "$jar" ]] || return 0
    newer=$(find pom.xml "$@" -type f -newer "$jar" \( -name pom.xml -o -path '*/src/main/*' \) -print -quit)
    [[ -n "$newer" ]]
}

# Maven compiles with the JDK that runs it.
check_build_tools() {
    ((java_version >= 17)) ||
        lacking "$java is Java $java_version, and the build needs 17 or later: install a JDK from 17 on, or set JAVA_HOME to one."
    [[ -x "$java_home/bin/javac" ]] ||
        lacking "$java_home has no javac, so it is a JRE, and the build needs a JDK: install one from 17 on, or set JAVA_HOME to one."
    type -P mvn >/dev/null || lacking "$agent or $examples has to be built, and there is no mvn in PATH: install Maven 3.8 or later."
}

build_if_outdated() {
    if ! outdated "$agent" core agent && ! outdated "$examples" core examples; then
        return
    fi
    check_build_tools
    echo "Building (mvn -q -DskipTests package) ..."
    mvn -q -DskipTests package || fail "the build failed."
    local jar
    for jar in "$agent" "$examples"; do
        [[ -e "$jar" ]] || fail "the build made no $jar."
        # Maven leaves a jar alone whose content did not change.
        touch "$jar"
    done
}

warn_of_missing_delays() {
    local switch=/proc/sys/kernel/task_delayacct
    [[ -r "$switch" && "$(<"$switch")" == 0 ]] || return 0
    cat <<'TEXT'
Delay accounting is off on this host (kernel.task_delayacct is 0). Unknown in this recording because of it: the delays
by block I/O (which then stands in the time waited), swap-in, memory reclaim, thrashing, compaction, copy-on-write and
interrupts. CPU delay does not need it. To switch it on, before the JVM is started:
    sudo sysctl -w kernel.task_delayacct=1

TEXT
}

workload=${1:-mixed}
(($# == 0)) || shift
choose_java
build_if_outdated

workloads=$("$java" -jar "$examples" --list)
if ! awk '{print $1}' <<<"$workloads" | grep -xF -e "$workload" >/dev/null; then
    {
        [[ "$workload" == --help ]] || echo "demo.sh: there is no workload $workload."
        echo "Usage: examples/demo.sh [WORKLOAD [OPTION...]]"
        echo "Workloads, and what the recording must show (default: mixed):"
        echo "$workloads"
    } >&2
    exit 2
fi

if [[ "$workload" == taskstats-client ]]; then
    exec "$java" -jar "$examples" "$workload" "$@"
fi

recording=examples/target/$workload.jfr
rm -f "$recording"
warn_of_missing_delays
# Requests as spans.
spans=
[[ "$workload" != web ]] || spans='=spans=executors;io.github.tidewatch.examples.Web*::handle'
"$java" -javaagent:"$agent$spans" -XX:StartFlightRecording=filename="$recording",settings=default \
    -jar "$examples" "$workload" --dir examples/target "$@" ||
    fail "the workload ended with exit code $?."
[[ -e "$recording" ]] || fail "the JVM wrote no $recording."

status=0
echo
"$java" -jar "$agent" report "$recording" || status=$?
if [[ "$workload" == web ]]; then
    echo
    echo "What slow requests waited for:"
    "$java" -jar "$agent" report --spans "$recording" || status=$?
fi
cat <<TEXT

The recording: $PWD/$recording
Open it in JDK Mission Control (File > Open File), or:
    java -jar $PWD/$agent report --html report.html "$PWD/$recording"
    jfr print --events tidewatch.ThreadDelay "$PWD/$recording"
    jfr summary "$PWD/$recording"
TEXT
exit "$status"
