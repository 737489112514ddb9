package dev.icp.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Turns files of Markdown into pages whose links lead to the site's. Not thread-safe. */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|#.*");

  private final Path checkout;
  private final Map<String, String> addresses = new HashMap<>();
  private final Set<String> files = new TreeSet<>();
  private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .attributeProviderFactory(
              context ->
                  (node, tag, attributes) -> {
                    if (tag.equals("pre")) {
                      // What scrolls sideways is to be reached by the keyboard.
                      attributes.put("tabindex", "0");
                    }
                  })
          .build();

  /**
   * @param pages files relative to the checkout
   */
  Markdown(Path checkout, List<String> pages) {
    this.checkout = checkout;
    for (String page : pages) {
      addresses.put(page, address(page));
    }
  }

  private static String address(String file) {
    return file.equals("README.md") ? "index.html" : file.replaceFirst("\\.md$", ".html");
  }

  /** Returns the page of a file. */
  Page page(String file) throws IOException {
    Node document = parser.parse(Files.readString(checkout.resolve(file)));
    document.accept(new Linked(file));
    return Page.of(address(file), dressed(renderer.render(document)));
  }

  /** Returns the other files that pages show or link to, relative to the checkout. */
  Set<String> files() {
    return files;
  }

  /** Tables scroll by themselves, and a cell without a word heads no column. */
  private static String dressed(String html) {
    StringBuilder dressed = new StringBuilder();
    Matcher table = Pattern.compile("<table>").matcher(html.replace("<th></th>", "<td></td>"));
    for (int i = 1; table.find(); i++) {
      table.appendReplacement(
          dressed,
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table "
              + i
              + "\"><table>");
    }
    return table.appendTail(dressed).toString().replace("</table>", "</table></div>");
  }

  /** Lets links lead to what they mean on the site. */
  private final class Linked extends AbstractVisitor {
    private final String file;

    Linked(String file) {
      this.file = file;
    }

    @Override
    public void visit(Image image) {
      image.setDestination(there(image.getDestination()));
      visitChildren(image);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String destination = link.getDestination();
      if (ELSEWHERE.matcher(destination).matches()) {
        return;
      }
      if (Files.isDirectory(checkout.resolve(target(destination)))) {
        // A folder of the checkout, of which there is no page.
        while (link.getFirstChild() != null) {
          link.insertBefore(link.getFirstChild());
        }
        link.unlink();
        return;
      }
      link.setDestination(there(destination));
    }

    private String target(String destination) {
      Path target = checkout.resolve(file).resolveSibling(destination.replaceFirst("#.*", ""));
      return checkout.relativize(target.normalize()).toString().replace('\\', '/');
    }

    private String there(String destination) {
      if (ELSEWHERE.matcher(destination).matches()) {
        return destination;
      }
      String target = target(destination);
      String address = addresses.get(target);
      if (address == null) {
        files.add(target);
        return destination;
      }
      String fragment = destination.contains("#") ? destination.replaceFirst("[^#]*", "") : "";
      return new Page(address(file), "", "", List.of()).to(address) + fragment;
    }
  }
}
