package dev.icp.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page.
 *
 * @param address of it, relative to the site
 * @param title its first heading
 * @param html what it says
 * @param sections from each heading to the next
 */
record Page(String address, String title, String html, List<Section> sections) {
  private static final Pattern HEADING =
      Pattern.compile("<h([1-6]) id=\"([^\"]*)\">(.*?)</h\\1>", Pattern.DOTALL);

  /**
   * What stands below a heading.
   *
   * @param level 1 for the page's title
   * @param id where a link to it leads
   * @param heading as text
   * @param text without markup
   */
  record Section(int level, String id, String heading, String text) {}

  /** Returns a page whose title and sections are those of its headings. */
  static Page of(String address, String html) {
    List<Section> sections = new ArrayList<>();
    Matcher heading = HEADING.matcher(html);
    boolean found = heading.find();
    if (!found) {
      throw new IllegalArgumentException(address + " has no heading");
    }
    while (found) {
      int level = Integer.parseInt(heading.group(1));
      String id = heading.group(2);
      String name = text(heading.group(3));
      int from = heading.end();
      found = heading.find();
      sections.add(
          new Section(
              level,
              id,
              name,
              text(html.substring(from, found ? heading.start() : html.length()))));
    }
    return new Page(address, sections.getFirst().heading(), html, List.copyOf(sections));
  }

  private static String text(String html) {
    return html.replaceAll("<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Returns the way from this page to something else of the site. */
  String to(String other) {
    return "../".repeat((int) address.chars().filter(c -> c == '/').count()) + other;
  }
}
