/**
 * Weaves spans into the application's methods, as the option {@code spans} says, so that its code need not name them.
 *
 * <p>Everything here, and Byte Buddy with it, has a loader of its own below the layer's, which nothing makes unless spans are
 * asked for. {@link io.github.tidewatch.agent.weave.Weaving} is entered by reflection.
 *
 * <p>A class is looked at when it is loaded, or retransformed if it was loaded before: by name, by its annotations, by what it
 * extends ({@link io.github.tidewatch.agent.weave.SpanFilters}). Where a method is chosen, Byte Buddy inlines advice: it calls
 * the one public class that is defined in {@code java.lang} for that ({@link io.github.tidewatch.agent.weave.SpanCalls}), which
 * each class sees, whatever its loader and module. Neither methods nor fields are added, so that the JVM takes the class
 * whether it is loaded or not, and the weaving can be taken out again.
 */
package io.github.tidewatch.agent.weave;
