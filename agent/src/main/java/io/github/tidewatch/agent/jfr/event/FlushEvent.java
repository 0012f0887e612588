package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Experimental;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/**
 * Never committed: JFR calls periodic hooks at the end of a chunk for event types only, so the flush needs a type whose
 * settings nobody has a reason to change. Experimental, so that tools do not show it.
 */
@Name("tidewatch.Flush")
@Label("Tidewatch Flush")
@Description("In no recording: while enabled, what is pending is written at the end of each chunk")
@Category("Linux Kernel")
@Experimental
@StackTrace(false)
@Period("everyChunk")
public final class FlushEvent extends Event {}
