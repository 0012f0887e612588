package io.github.tidewatch.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The filters of the option {@code spans}, sorted by what has to be known of a class to tell whether it is concerned: most classes
 * are not, and each that the application loads is asked of. Immutable.
 */
final class SpanFilters {
    static final SpanFilters NONE = parse("");

    private final Map<String, List<SpanFilter>> byName = new HashMap<>();
    private final List<SpanFilter> byPattern = new ArrayList<>();
    private final Map<String, List<SpanFilter>> bySupertype = new HashMap<>();
    private final List<SpanFilter> ofAnyClass = new ArrayList<>();
    private final Set<String> annotations = new HashSet<>();
    private boolean anyNeedsNoAnnotation;
    private boolean wantTasks;

    private SpanFilters() {}

    /** Filters and presets, separated by semicolons. */
    static SpanFilters parse(String text) {
        SpanFilters filters = new SpanFilters();
        for (String word : text.split(";", -1)) {
            if (!word.isEmpty()) {
                filters.wantTasks |= word.equals(SpanPresets.EXECUTORS);
                SpanPresets.expand(word).forEach(filter -> filters.add(SpanFilter.parse(filter)));
            }
        }
        return filters;
    }

    private void add(SpanFilter filter) {
        if (filter.isOfAnyClass()) {
            ofAnyClass.add(filter);
            if (filter.annotation() == null) {
                anyNeedsNoAnnotation = true;
            } else {
                annotations.add(filter.annotation());
            }
        } else if (filter.meansSubtypes()) {
            bySupertype
                    .computeIfAbsent(filter.type(), name -> new ArrayList<>())
                    .add(filter);
        } else if (filter.namesOneClass()) {
            byName.computeIfAbsent(filter.type(), name -> new ArrayList<>()).add(filter);
        } else {
            byPattern.add(filter);
        }
    }

    boolean isEmpty() {
        return byName.isEmpty() && byPattern.isEmpty() && bySupertype.isEmpty() && ofAnyClass.isEmpty();
    }

    /** Whether it is to be known how long tasks of executors are queued. */
    boolean wantTasks() {
        return wantTasks;
    }

    /** The filters that name this class, without wildcards. */
    List<SpanFilter> naming(String type) {
        return byName.getOrDefault(type, List.of());
    }

    /** The names of the classes that filters name without wildcards. */
    Set<String> namedClasses() {
        return byName.keySet();
    }

    /** Adds the filters whose wildcards match this class. */
    void addMatching(String type, List<SpanFilter> to) {
        for (SpanFilter filter : byPattern) {
            if (filter.matchesType(type)) {
                to.add(filter);
            }
        }
    }

    /** Whether the supertypes of classes have to be known. */
    boolean needSupertypes() {
        return !bySupertype.isEmpty();
    }

    /** Adds the filters that mean subtypes of one of these, which are a class and all that it extends and implements. */
    void addOfSupertypes(Set<String> types, List<SpanFilter> to) {
        bySupertype.forEach((type, filters) -> {
            if (types.contains(type)) {
                to.addAll(filters);
            }
        });
    }

    /** The descriptors of annotations that choose methods of any class. */
    Set<String> annotations() {
        return annotations;
    }

    /** Adds the filters of any class that can apply to one that has some, or none, of {@link #annotations}. */
    void addOfAnyClass(boolean annotated, List<SpanFilter> to) {
        if (annotated || anyNeedsNoAnnotation) {
            to.addAll(ofAnyClass);
        }
    }

    /** Whether filters choose methods of any class, by what is in its class file. */
    boolean goByContents() {
        return !ofAnyClass.isEmpty();
    }
}
