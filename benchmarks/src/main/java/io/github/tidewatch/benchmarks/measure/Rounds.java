package io.github.tidewatch.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * Subjects that are measured in turn, again and again, so that what changes on the machine meanwhile concerns all of
 * them: who was first in one round is last in the next. Not safe for use by several threads.
 */
public final class Rounds {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    /** Measures once. */
    @FunctionalInterface
    public interface Subject {
        double measure() throws Exception;
    }

    /** Runs each subject once in each round. */
    public static Rounds run(int rounds, Map<String, Subject> subjects) throws Exception {
        Rounds result = new Rounds();
        List<String> order = new ArrayList<>(subjects.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : order) {
                result.add(name, subjects.get(name).measure());
            }
            order.add(order.remove(0));
        }
        return result;
    }

    /** Adds what was measured in the present round. */
    public void add(String subject, double value) {
        values.computeIfAbsent(subject, name -> new ArrayList<>()).add(value);
    }

    /** Adds what was measured beside, of the last so many rounds. */
    public void addAll(Rounds others, int rounds) {
        others.values.forEach((subject, list) ->
                values.put(subject, new ArrayList<>(list.subList(Math.max(0, list.size() - rounds), list.size()))));
    }

    /** Whether there is anything of a subject. */
    public boolean has(String subject) {
        return values.containsKey(subject);
    }

    /** What was measured, in the order in which it first was. */
    public Set<String> subjects() {
        return values.keySet();
    }

    /** What was measured of one. */
    public Spread of(String subject) {
        return Spread.of(array(subject));
    }

    /** One divided by another, round by round. */
    public Spread ratio(String subject, String baseline) {
        return each(subject, baseline, (value, base) -> value / base);
    }

    /** One minus another, round by round. */
    public Spread difference(String subject, String baseline) {
        return each(subject, baseline, (value, base) -> value - base);
    }

    /** What was measured of one, in another unit. */
    public Spread scaled(String subject, double factor) {
        return each(subject, subject, (value, same) -> value * factor);
    }

    /** The mean of what was measured of one, for what is only yes or no. */
    public Spread mean(String subject) {
        return Spread.of(Arrays.stream(array(subject)).average().orElseThrow());
    }

    private Spread each(String subject, String baseline, DoubleBinaryOperator operator) {
        double[] left = array(subject);
        double[] right = array(baseline);
        double[] results = new double[Math.min(left.length, right.length)];
        for (int i = 0; i < results.length; i++) {
            results[i] = operator.applyAsDouble(left[i], right[i]);
        }
        return Spread.of(results);
    }

    private double[] array(String subject) {
        List<Double> list = values.get(subject);
        if (list == null) {
            throw new IllegalArgumentException(
                    "nothing was measured of \"" + subject + "\", only of " + values.keySet());
        }
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
