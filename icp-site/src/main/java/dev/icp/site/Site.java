package dev.icp.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of a checkout as pages that need no server: README, {@code docs} and what else
 * the menu names, the files that they show, and the Javadoc of each module that has been built.
 */
final class Site {
  private static final String JAVADOC = "target/reports/apidocs";

  private final Path checkout;
  private final Menu menu = Menu.read();

  /**
   * @param checkout of icp
   */
  Site(Path checkout) {
    this.checkout = checkout.toAbsolutePath().normalize();
  }

  /**
   * Writes the site.
   *
   * @return how many pages it has, without Javadoc
   * @throws IllegalArgumentException if a page of {@code docs} is not in the menu
   */
  int write(Path folder) throws IOException {
    requireAll();
    Markdown markdown = new Markdown(checkout, menu.pages());
    Map<String, Page> pages = new LinkedHashMap<>();
    for (String file : menu.pages()) {
      pages.put(file, markdown.page(file));
    }
    List<String> modules = modules();
    List<Page> all = List.copyOf(pages.values());
    for (int i = 0; i < all.size(); i++) {
      put(
          folder.resolve(all.get(i).address()),
          page(
              all.get(i),
              menu(all.get(i), pages, modules),
              i == 0 ? null : all.get(i - 1),
              i == all.size() - 1 ? null : all.get(i + 1)));
    }
    for (String file : markdown.files()) {
      Path to = folder.resolve(file);
      Files.createDirectories(to.resolveSibling("."));
      Files.copy(checkout.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
    }
    for (String name : List.of("site.css", "site.js")) {
      put(folder.resolve(name), Menu.resource(name));
    }
    put(folder.resolve("search.js"), index(all));
    for (String module : modules) {
      copy(checkout.resolve(module).resolve(JAVADOC), folder.resolve("api").resolve(module));
    }
    return all.size();
  }

  private void requireAll() throws IOException {
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(checkout.resolve("docs"))) {
      files
          .map(file -> checkout.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".md"))
          .forEach(missing::add);
    }
    menu.pages().forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("menu.txt does not name " + String.join(", ", missing));
    }
  }

  /** Returns the modules of which there is Javadoc, in the order of the build. */
  private List<String> modules() throws IOException {
    return Files.readString(checkout.resolve("pom.xml"))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("<module>"))
        .map(line -> line.replaceAll("</?module>", ""))
        .filter(module -> Files.exists(checkout.resolve(module).resolve(JAVADOC + "/index.html")))
        .toList();
  }

  private String menu(Page page, Map<String, Page> pages, List<String> modules) {
    StringBuilder html = new StringBuilder();
    Function<Page, String> item =
        other ->
            "<li%s><a href=\"%s\"%s>%s</a></li>"
                .formatted(
                    other.address().startsWith("docs/trainers/") ? " class=\"below\"" : "",
                    page.to(other.address()),
                    other.equals(page) ? " aria-current=\"page\"" : "",
                    escaped(other.title()));
    for (Menu.Group group : menu.groups()) {
      group(html, group.name(), group.pages().stream().map(pages::get).map(item));
    }
    if (!modules.isEmpty()) {
      group(
          html,
          "Javadoc",
          modules.stream()
              .map(
                  m ->
                      "<li><a href=\"%s\">%s</a></li>"
                          .formatted(page.to("api/" + m + "/index.html"), m)));
    }
    return html.toString();
  }

  private static void group(StringBuilder html, String name, Stream<String> items) {
    html.append("<p>").append(escaped(name)).append("</p>\n<ul>\n");
    html.append(items.collect(Collectors.joining("\n"))).append("\n</ul>\n");
  }

  private static String page(Page page, String menu, @Nullable Page before, @Nullable Page after) {
    String here =
        page.sections().stream()
            .filter(section -> section.level() == 2)
            .map(s -> "<li><a href=\"#%s\">%s</a></li>".formatted(s.id(), escaped(s.heading())))
            .collect(Collectors.joining("\n"));
    String contents =
        here.isEmpty()
            ? ""
            : "<nav class=\"here\" aria-label=\"On this page\"><p>On this page</p><ul>"
                + here
                + "</ul></nav>";
    String turn =
        Stream.of(turn(page, before, "prev", "← "), turn(page, after, "next", ""))
            .collect(Collectors.joining());
    return Menu.resource("page.html")
        .replace("{{root}}", page.to(""))
        .replace("{{title}}", escaped(page.title()))
        .replace("{{menu}}", menu)
        .replace("{{contents}}", contents)
        .replace("{{turn}}", turn)
        .replace("{{html}}", page.html());
  }

  private static String turn(Page page, @Nullable Page other, String rel, String arrow) {
    return other == null
        ? "<span></span>"
        : "<a rel=\"%s\" href=\"%s\">%s%s%s</a>"
            .formatted(
                rel,
                page.to(other.address()),
                arrow,
                escaped(other.title()),
                arrow.isEmpty() ? " →" : "");
  }

  /** Returns a script that tells the search what stands where; a script is read from files, too. */
  private static String index(List<Page> pages) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartArray();
      for (Page page : pages) {
        for (Page.Section section : page.sections()) {
          json.writeStartArray();
          for (String value :
              List.of(
                  page.address() + (section.level() == 1 ? "" : "#" + section.id()),
                  page.title(),
                  section.level() == 1 ? "" : section.heading(),
                  section.text())) {
            json.writeString(value);
          }
          json.writeEndArray();
        }
      }
      json.writeEndArray();
    }
    return "globalThis.icpSections = " + out + ";\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void put(Path file, String content) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
