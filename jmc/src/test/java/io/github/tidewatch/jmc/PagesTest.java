package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.jmc.testing.Pages;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.util.ColorToolkit;

/** The page file, as JMC's own reader of such files takes it. */
class PagesTest {
    private final Pages pages = Pages.read();

    @Test
    void eachPageHasAnIdOfItsOwnAndAFactoryThatJmcHas() {
        List<String> ids =
                pages.all().stream().map(page -> page.getAttribute("id")).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).hasSize(7).allMatch(id -> id.startsWith("io.github.tidewatch.jmc."));
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
                        "Waiting for CPU",
                        "Waiting for Disk",
                        "Faults, Switches and I/O",
                        "Ended Threads",
                        "What Cannot Be Seen");
    }

    @Test
    void findingsAreShownOnThem() {
        assertThat(pages.named()).allMatch(page -> page.getChild("state")
                .getChild("topic")
                .getAttribute("value")
                .equals("tidewatch"));
    }

    @Test
    void eachPartHasALaneAndAColourThatCanBeTold() {
        List<String> lanes = pages.lanes();
        assertThat(lanes)
                .containsExactly(
                        "tidewatch.Lane.UserTime",
                        "tidewatch.Lane.SystemTime",
                        "tidewatch.Lane.CpuDelay",
                        "tidewatch.Lane.BlockIoDelay",
                        "tidewatch.Lane.WaitTime");
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
