package dev.icp.site;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the site of a checkout: {@code Main CHECKOUT FOLDER}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    int pages = new Site(Path.of(args[0])).write(folder);
    System.out.println(pages + " pages and Javadoc in " + folder.resolve("index.html"));
  }
}
