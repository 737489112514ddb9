package dev.icp.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What looks in a page for things that keep someone from using it. */
public final class Axe {
  /** An expression that is, once the script was run, what is wrong; empty if nothing is. */
  public static final String VIOLATIONS =
      "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html).join())";

  private static final String SCRIPT = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private Axe() {}

  /** Returns the script. */
  public static String script() throws IOException {
    try (InputStream script = Axe.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(script, SCRIPT).readAllBytes(), UTF_8);
    }
  }
}
