package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.jmc.testing.Pages;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.util.ColorToolkit;
import org.openjdk.jmc.common.util.StatefulState;

/** The page file, as JMC's own reader of such files takes it. */
class PagesTest {
    private static final List<String> OF_32_BITS = List.of(
            "threadsAlive:number",
            "threads:number",
            "onlineCpus:number",
            "usableCpus:number",
            "runnableTasks:number",
            "cpus:number");

    private final Pages pages = Pages.read();

    @Test
    void eachPageHasAnIdOfItsOwnAndAFactoryThatJmcHas() {
        List<String> ids =
                pages.all().stream().map(page -> page.getAttribute("id")).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).hasSize(17).allMatch(id -> id.startsWith("io.github.tidewatch.jmc."));
        assertThat(pages.all())
                .extracting(page -> page.getAttribute("factory"))
                .containsOnly(
                        "org.openjdk.jmc.flightrecorder.ui.itemhandler", "org.openjdk.jmc.flightrecorder.ui.threads");
    }

    @Test
    void theQuestionsAreTheNames() {
        assertThat(pages.named())
                .extracting(page -> page.getChild("state").getAttribute("name"))
                .containsExactly(
                        "Where Did the Time Go",
                        "Threads over Time",
                        "Process",
                        "Host CPU",
                        "CPU Quota",
                        "Pressure",
                        "Waiting for CPU",
                        "Why No CPU",
                        "Causes over Time",
                        "Waiting for Disk",
                        "Waiting for Anything Else",
                        "Faults, Switches and I/O",
                        "Ended Threads",
                        "Overhead",
                        "What Cannot Be Seen",
                        "Data Sources");
    }

    /** JMC shows a page's icon in its outline, and takes a grey square for one that it cannot read. */
    @Test
    void eachPageHasAnIconOfItsOwn() throws IOException {
        Set<String> icons = new HashSet<>();
        for (StatefulState page : pages.named()) {
            String icon = page.getChild("state").getAttribute("icon");
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(icon)));
            assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(16, 16);
            icons.add(icon);
        }
        assertThat(icons).hasSameSizeAs(pages.named());
    }

    @Test
    void thePagesOfAStockJmcLackWhatOnlyThePluginMakes() {
        Pages stock = Pages.readStock();
        List<String> names = new ArrayList<>(pages.named().stream()
                .map(page -> page.getChild("state").getAttribute("name"))
                .toList());
        names.removeAll(List.of("Threads over Time", "Causes over Time", "Data Sources"));
        assertThat(stock.all())
                .extracting(page -> page.getChild("state").getAttribute("name"))
                .containsExactlyElementsOf(names);
        assertThat(stock.lanes()).isEmpty();
        for (StatefulState page : stock.all()) {
            assertThat(Pages.attributes(page))
                    .noneMatch(id -> id.matches("(.*Delay|waitTime)Share:.*") || id.startsWith("eventThread"))
                    // A count of 64 bits is an id to a stock JMC; these have 32.
                    .allMatch(id -> !id.endsWith(":number") || OF_32_BITS.contains(id));
            StatefulState histogram = page.getChild("state").getChild("histogram");
            if (histogram != null) {
                // A stock JMC has the thread that wrote a record as its event thread.
                assertThat(histogram.getAttribute("groupBy"))
                        .matches("threadName.*osThreadId|threadGroup|controlGroup");
            }
        }
    }

    /** They are kept by hand, so one that is changed has to be changed in both files. */
    @Test
    void thePagesOfAStockJmcAreTheOthersWithoutWhatOnlyThePluginMakes() {
        Map<String, StatefulState> others = new HashMap<>();
        pages.named().forEach(page -> others.put(page.getAttribute("id"), page.getChild("state")));
        for (StatefulState page : Pages.readStock().all()) {
            StatefulState stock = page.getChild("state");
            StatefulState other = others.get(page.getAttribute("id"));
            for (String shown : List.of("name", "icon")) {
                assertThat(stock.getAttribute(shown)).isEqualTo(other.getAttribute(shown));
            }
            if (Pages.type(page).equals("tidewatch.Status")) {
                continue; // of which the plug-in makes a row for each thing that is missing
            }
            assertThat(Pages.type(page)).isEqualTo(other.getChild("pageFilter").getAttribute("type"));
            assertThat(Pages.histogramColumns(stock))
                    .containsExactlyElementsOf(Pages.histogramColumns(other).stream()
                            .filter(id -> !id.matches(".*Share:percentage|.*:number"))
                            .toList());
            assertThat(String.join(" ", Pages.listColumns(stock)).replace("raw number", "number"))
                    .isEqualTo(String.join(" ", Pages.listColumns(other))
                            .replace("eventThread:thread", "threadName:text osThreadId:number"));
            assertThat(Pages.charted(stock)).isEqualTo(Pages.charted(other));
        }
    }

    @Test
    void eachPartHasALaneAndADistinctColour() {
        List<String> lanes = pages.lanes();
        assertThat(lanes).containsExactlyElementsOf(pages.lanesInOne()).hasSize(5);
        // JMC colours by the name of the type, here as everywhere.
        List<Float> hues = new ArrayList<>();
        for (String lane : lanes) {
            Color color = ColorToolkit.getDistinguishableColor(lane);
            float hue = Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null)[0];
            assertThat(hues).noneMatch(other -> Math.min(Math.abs(hue - other), 1 - Math.abs(hue - other)) < 0.1);
            hues.add(hue);
        }
    }
}
