package io.github.tidewatch.agent.cli.report.compare;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes a comparison as text and as JSON. */
public final class ComparisonText {
    private static final int MOST_ROWS = 40;
    private static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 40;
    private static final String ALL_THREADS = "(all threads)";

    private ComparisonText() {}

    /** Prints what changed by more than chance, or why that cannot be said. */
    public static void print(Comparison comparison, Screen screen) {
        if (!comparison.reasons().isEmpty()) {
            for (String reason : comparison.reasons()) {
                screen.out().println(Text.printable("not comparable, because " + reason));
            }
            return;
        }
        int changed = 0;
        Table table = new Table(screen, "", "", "baseline", "now", "change", "by chance", "").left(2);
        for (Change change : comparison.changes()) {
            Change.Verdict verdict = comparison.verdict(change);
            if (verdict != Change.Verdict.SAME) {
                if (++changed <= MOST_ROWS) {
                    table.add(
                            verdict == Change.Verdict.WORSE ? Style.BOLD : Style.PLAIN,
                            PrintableText.shortened(subject(change), LONGEST_NAME),
                            change.field(),
                            change.text(change.baseline()),
                            change.text(change.now()),
                            change.percent(),
                            "+-" + change.text(change.chance(comparison.count())),
                            verdict.word());
                }
            }
        }
        screen.out().println(headline(comparison));
        if (changed > 0) {
            table.print();
        }
        if (changed > MOST_ROWS) {
            screen.out().println("and " + (changed - MOST_ROWS) + " more, in --json");
        }
        printLeftOut(comparison, screen);
    }

    /** What came of it, in a sentence. */
    static String headline(Comparison comparison) {
        if (!comparison.reasons().isEmpty()) {
            return "Not comparable: " + comparison.reasons().size()
                    + (comparison.reasons().size() == 1 ? " reason." : " reasons.");
        }
        long changed = comparison.changes().stream()
                .filter(change -> comparison.verdict(change) != Change.Verdict.SAME)
                .count();
        return changed + " of " + comparison.count() + " numbers changed by more than chance"
                + (comparison.isWorse() ? "; time lost became more." : "; no time lost became more.");
    }

    private static void printLeftOut(Comparison comparison, Screen screen) {
        if (comparison.areSpansLeftOut()) {
            screen.out().println("spans are not compared: record both with +tidewatch.Span#threshold=0ms");
        }
        printNames("only now: ", comparison.onlyNow(), screen);
        printNames("only in the baseline: ", comparison.onlyInBaseline(), screen);
    }

    private static String subject(Change change) {
        return change.isSpan()
                ? "span " + change.subject()
                : change.subject().isEmpty() ? ALL_THREADS : change.subject();
    }

    private static void printNames(String title, Set<String> names, Screen screen) {
        if (!names.isEmpty()) {
            StringBuilder line = new StringBuilder(title);
            String between = "";
            for (String name : List.copyOf(names).subList(0, Math.min(MOST_NAMES, names.size()))) {
                line.append(between).append(PrintableText.shortened(name, LONGEST_NAME));
                between = ", ";
            }
            line.append(names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
            screen.out().println(Text.printable(line.toString()));
        }
    }

    /** Writes all of it. */
    public static void write(Comparison comparison, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("comparable").value(comparison.reasons().isEmpty());
        names("reasons", comparison.reasons(), json);
        json.name("worse").value(comparison.isWorse());
        json.name("changes").beginArray();
        for (Change change : comparison.changes()) {
            json.beginObject();
            json.name(change.isSpan() ? "span" : "threadGroup").value(change.subject());
            json.name("metric").value(change.field());
            json.name("baseline").value(Math.round(change.baseline()));
            json.name("now").value(Math.round(change.now()));
            if (change.isChanceKnown()) {
                json.name("byChance").value(Math.round(change.chance(comparison.count())));
            }
            if (comparison.reasons().isEmpty()) {
                json.name("verdict").value(comparison.verdict(change).word());
            }
            json.endObject();
        }
        json.endArray();
        names("onlyNow", comparison.onlyNow(), json);
        names("onlyInBaseline", comparison.onlyInBaseline(), json);
        json.name("spansLeftOut").value(comparison.areSpansLeftOut());
        json.endObject();
    }

    private static void names(String title, Iterable<String> names, JsonWriter json) throws IOException {
        json.name(title).beginArray();
        for (String name : names) {
            json.value(name);
        }
        json.endArray();
    }
}
