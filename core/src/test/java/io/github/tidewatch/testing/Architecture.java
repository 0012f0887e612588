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
    private static final String TABLE = "| Package | What | May import |";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

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

    /**
     * The packages that need each other, and the groups of classes that do within one package: each as the sorted names, nested
     * ones as their outer.
     */
    public static Set<String> cycles(JavaClasses classes) {
        Set<String> cycles = cyclesOfClasses(classes);
        Map<String, Set<String>> imports = imports(classes);
        imports.keySet().stream()
                .filter(name -> reachable(imports, name).contains(name))
                .forEach(name -> cycles.add(name + " needs itself by way of others"));
        return cycles;
    }

    private static Set<String> cyclesOfClasses(JavaClasses classes) {
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
     * How the imports of packages differ from the table in CONTRIBUTING.md: what is imported and may not be, what may be and is
     * not, and which packages have no row. Words of a row that name no package say nothing here.
     */
    public static Set<String> differences(JavaClasses classes) throws IOException {
        Map<String, Set<String>> table = table();
        Set<String> differences = new TreeSet<>();
        imports(classes).forEach((name, imported) -> {
            Set<String> allowed = table.get(name);
            if (allowed == null) {
                differences.add(name + " is not in the table, and imports " + imported);
                return;
            }
            imported.stream()
                    .filter(other -> !allowed.contains(other))
                    .forEach(other -> differences.add(name + " imports " + other + ", which the table does not say"));
            allowed.stream()
                    .filter(other -> !imported.contains(other))
                    .forEach(other -> differences.add(name + " does not import " + other + ", as the table says"));
        });
        return differences;
    }

    /** By package, which others it imports by the table in CONTRIBUTING.md. */
    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> rows = new TreeMap<>();
        List<String> lines = Files.readAllLines(Path.of("../CONTRIBUTING.md"));
        for (String line : lines.subList(lines.indexOf(TABLE) + 2, lines.size())) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                break;
            }
            Set<String> imports = new TreeSet<>();
            NAME.matcher(row.group(2)).results().forEach(name -> imports.add(name.group(1)));
            rows.put(row.group(1), imports);
        }
        return rows;
    }
}
