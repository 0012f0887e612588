package io.github.tidewatch.jmc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmc.common.item.PersistableItemFilter;
import org.openjdk.jmc.common.util.StateToolkit;
import org.openjdk.jmc.common.util.StatefulState;

/** The page file. */
public final class Pages {
    private static final Pattern AGGREGATE = Pattern.compile("(SUM|AVG|MIN|MAX)(.+:.+)");

    private final List<StatefulState> pages = new ArrayList<>();

    private Pages(StatefulState root) {
        for (StatefulState page : root.getChildren("page")) {
            add(page);
        }
    }

    private void add(StatefulState page) {
        pages.add(page);
        for (StatefulState child : page.getChildren("page")) {
            add(child);
        }
    }

    public static Pages read() {
        return read("tidewatch-pages.xml");
    }

    /** Those for a JMC without the plug-in. */
    public static Pages readStock() {
        return read("tidewatch-pages-stock.xml");
    }

    private static Pages read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream("/io/github/tidewatch/jmc/" + file)) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Pages(StatefulState.create(StateToolkit.statefulFromXMLString(xml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the file. */
    public List<StatefulState> all() {
        return pages;
    }

    /** Those that have a name, which that of the lanes takes from JMC. */
    public List<StatefulState> named() {
        return pages.stream()
                .filter(page -> page.getChild("state").getAttribute("name") != null)
                .toList();
    }

    /** The event type of a page. */
    public static String type(StatefulState page) {
        StatefulState filter = page.getChild("state").getChild("pageFilter");
        // JMC would say nothing of a filter that it cannot read.
        if (PersistableItemFilter.readFrom(filter) == null) {
            throw new AssertionError("no filter: " + filter);
        }
        StatefulState[] several = filter.getChildren("filter");
        return (several.length == 0 ? filter : several[0]).getAttribute("type");
    }

    /** The attributes that a page names, as JMC's ids of them: {@code identifier:content type}. */
    public static Set<String> attributes(StatefulState page) {
        Set<String> attributes = new TreeSet<>();
        StatefulState state = page.getChild("state");
        StatefulState histogram = state.getChild("histogram");
        if (histogram != null) {
            for (StatefulState column : histogram.getChild("table").getChildren("column")) {
                Matcher aggregate = AGGREGATE.matcher(column.getAttribute("id"));
                if (aggregate.matches()) {
                    attributes.add(aggregate.group(2));
                } else if (!column.getAttribute("id").startsWith("itemhistogram.")) {
                    throw new AssertionError("no column of JMC: " + column.getAttribute("id"));
                }
            }
        }
        StatefulState list = state.getChild("listAndChart").getChild("listSettings");
        if (list != null) {
            for (StatefulState column : list.getChildren("column")) {
                attributes.add(column.getAttribute("id"));
            }
        }
        StatefulState charts = state.getChild("listAndChart").getChild("chartSettings");
        if (charts != null && charts.getAttribute("barChartAttributes") != null) {
            for (String bar : charts.getAttribute("barChartAttributes").split(",", -1)) {
                attributes.add(bar.split(";", -1)[0]);
            }
        }
        if (charts != null && charts.getAttribute("lineChartAttributes") != null) {
            attributes.addAll(List.of(charts.getAttribute("lineChartAttributes").split(",", -1)));
        }
        return attributes;
    }

    /** The ids of the columns of a page's histogram, in order. */
    public static List<String> histogramColumns(StatefulState state) {
        StatefulState histogram = state.getChild("histogram");
        return histogram == null ? List.of() : columns(histogram.getChild("table"));
    }

    /** The ids of the columns of its list, in order. */
    public static List<String> listColumns(StatefulState state) {
        StatefulState list = state.getChild("listAndChart").getChild("listSettings");
        return list == null ? List.of() : columns(list);
    }

    private static List<String> columns(StatefulState table) {
        return Stream.of(table.getChildren("column"))
                .map(column -> column.getAttribute("id"))
                .toList();
    }

    /** What its chart draws. */
    public static String charted(StatefulState state) {
        StatefulState chart = state.getChild("listAndChart").getChild("chartSettings");
        return chart == null
                ? ""
                : chart.getAttribute("barChartAttributes") + " " + chart.getAttribute("lineChartAttributes");
    }

    /** The event types that the lane of this name shows. */
    public List<String> lane(String name) {
        return lanes(lane -> lane.getAttribute("name").equals(name));
    }

    /** The event types of the lanes that show one part each. */
    public List<String> lanesOfParts() {
        return lanes(lane -> !lane.getAttribute("name").equals("Spans")
                && lane.getChild("filter") != null
                && lane.getChild("filter").getChildren("filter").length == 0);
    }

    private List<String> lanes(Predicate<StatefulState> which) {
        return pages.stream()
                .flatMap(page -> Stream.of(page.getChild("state").getChildren("threadLane")))
                .filter(which)
                .map(lane -> lane.getChild("filter"))
                .flatMap(filter -> filter.getChildren("filter").length == 0
                        ? Stream.of(filter)
                        : Stream.of(filter.getChildren("filter")))
                .map(filter -> filter.getAttribute("type"))
                .toList();
    }

    /** Columns of a page's tables with the width that each has, by id; a histogram's first is by what it groups. */
    public static Map<String, Integer> widths(StatefulState state) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        List<StatefulState> tables = new ArrayList<>();
        if (state.getChild("histogram") != null) {
            tables.add(state.getChild("histogram").getChild("table"));
        }
        tables.add(state.getChild("listAndChart").getChild("listSettings"));
        for (StatefulState table : tables) {
            for (StatefulState column : table.getChildren("column")) {
                String id = column.getAttribute("id");
                // JMC draws an arrow beside the head of this one.
                boolean isSorted = id.equals(table.getAttribute("sortColumn"));
                widths.merge(id, Integer.parseInt(column.getAttribute("width")) - (isSorted ? 20 : 0), Math::min);
            }
        }
        return widths;
    }
}
