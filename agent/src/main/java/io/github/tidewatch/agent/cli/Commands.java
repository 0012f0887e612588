package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.cli.attach.AttachCommand;
import io.github.tidewatch.agent.cli.completion.CompletionCommand;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.doctor.DoctorCommand;
import io.github.tidewatch.agent.cli.man.ManCommand;
import io.github.tidewatch.agent.cli.report.ReportCommand;
import io.github.tidewatch.agent.cli.stats.StatsCommand;
import io.github.tidewatch.agent.cli.top.TopCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The commands by name. To add one: a line here. Its class is loaded when it is created, not before. */
final class Commands {
    private static final String COMPLETION = "completion";
    private static final String MAN = "man";

    private static final Map<String, Function<Session, Object>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("doctor", DoctorCommand::new);
        BY_NAME.put("attach", AttachCommand::new);
        BY_NAME.put("top", TopCommand::new);
        BY_NAME.put("stats", StatsCommand::new);
        BY_NAME.put("report", ReportCommand::new);
        BY_NAME.put(COMPLETION, CompletionCommand::new);
        BY_NAME.put(MAN, ManCommand::new);
    }

    private Commands() {}

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    /** Whether this command is about the others. */
    static boolean needsAll(String name) {
        return name.equals(COMPLETION) || name.equals(MAN);
    }

    static Object create(String name, Session session) {
        return BY_NAME.get(name).apply(session);
    }
}
