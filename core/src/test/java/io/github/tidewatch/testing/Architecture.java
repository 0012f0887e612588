package io.github.tidewatch.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which package imports which, and which classes of a package go in circles; from class files. */
public final class Architecture {
    private static final String ROOT = "io.github.tidewatch.";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\| ((?:`[a-z.]+`(?:, )?)*) ?\\|");

    private Architecture() {}

    /**
     * What each of Tidewatch's packages imports of the others, by names without {@code io.github.tidewatch.}
     *
     * @param classes all that are examined
     */
    public static Map<String, Set<String>> imports(JavaClasses classes) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> others = imports.computeIfAbsent(name(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().startsWith(ROOT) && !name(target).equals(name(type))) {
                    others.add(name(target));
                }
            }
        }
        return imports;
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** The groups of classes that need each other, within one package: each as the sorted names, nested ones as their outer. */
    public static Set<String> cycles(JavaClasses classes) {
        Map<String, Set<String>> needs = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> others = needs.computeIfAbsent(outer(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().equals(type.getPackageName())
                        && !outer(target).equals(outer(type))) {
                    others.add(outer(target));
                }
            }
        }
        Set<String> cycles = new TreeSet<>();
        for (String name : needs.keySet()) {
            List<String> cycle = new ArrayList<>();
            for (String other : reachable(needs, name)) {
                if (reachable(needs, other).contains(name)) {
                    cycle.add(other.substring(other.lastIndexOf('.') + 1));
                }
            }
            if (!cycle.isEmpty()) {
                cycles.add(name.substring(ROOT.length(), name.lastIndexOf('.')) + ": " + String.join(" ", cycle));
            }
        }
        return cycles;
    }

    private static String outer(JavaClass type) {
        String name = type.getName().replace("[]", "");
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static Set<String> reachable(Map<String, Set<String>> needs, String from) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(needs.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(needs.getOrDefault(next, Set.of()));
            }
        }
        return found;
    }

    /**
     * What is imported and may not be. A package that has no row of its own goes by that of the package above it, within
     * which everything may import everything.
     *
     * @param allowed by package, which others it may import
     */
    public static Set<String> violations(JavaClasses classes, Map<String, Set<String>> allowed) {
        Set<String> violations = new TreeSet<>();
        imports(classes).forEach((name, others) -> {
            String row = row(name, allowed);
            if (row.isEmpty()) {
                violations.add(name + " is not in the table");
            }
            for (String other : others) {
                String target = row(other, allowed);
                String imported = target.isEmpty() ? other : target;
                if (!imported.equals(row)
                        && !allowed.getOrDefault(row, Set.of()).contains(imported)) {
                    violations.add(name + " imports " + other);
                }
            }
        });
        return violations;
    }

    /**
     * What each package may import by the table in CONTRIBUTING.md, where that names packages only and says nothing in words.
     *
     * @param prefix of the packages that are wanted
     */
    public static Map<String, Set<String>> documented(String prefix) throws IOException {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../CONTRIBUTING.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && row.group(1).startsWith(prefix)) {
                Set<String> imports = new TreeSet<>(
                        List.of(row.group(2).replaceAll("[` ]", "").split(",", -1)));
                imports.remove("");
                rows.put(row.group(1), imports);
            }
        }
        return rows;
    }

    private static String row(String name, Map<String, Set<String>> allowed) {
        String row = name;
        while (!row.isEmpty() && !allowed.containsKey(row)) {
            row = row.substring(0, Math.max(0, row.lastIndexOf('.')));
        }
        return row;
    }
}
