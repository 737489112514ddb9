package dev.icp.cli.shared;

import dev.icp.internal.base.Shown;
import java.io.PrintStream;

/**
 * What commands print to: the one way to the terminal, on which nothing that comes from documents,
 * file names or manifests can command it.
 */
public final class Printed extends PrintStream {
  /** Prints to another stream, in its encoding. */
  public Printed(PrintStream to) {
    super(to, true, to.charset());
  }

  @Override
  public void print(String text) {
    super.print(Shown.escaped(String.valueOf(text)));
  }

  @Override
  public void print(char[] text) {
    print(new String(text));
  }

  @Override
  public void print(Object value) {
    print(String.valueOf(value));
  }
}
