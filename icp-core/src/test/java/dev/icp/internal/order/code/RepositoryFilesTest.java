package dev.icp.internal.order.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small repositories by hand, each file with what it imports of it. */
class RepositoryFilesTest {
  private final Map<String, String> files = new LinkedHashMap<>();

  private List<String> importedBy(String path) {
    List<String> paths = new ArrayList<>(files.keySet());
    CodeLanguage language = CodeLanguage.of(path);
    assertThat(language).as(path).isNotNull();
    List<String> imports =
        language == null ? List.of() : language.imports(files.getOrDefault(path, ""));
    List<String> found = new ArrayList<>();
    for (int file : new RepositoryFiles(paths).imported(paths.indexOf(path), imports)) {
      found.add(paths.get(file));
    }
    return found;
  }

  @Test
  void java() {
    files.put("core/src/main/java/org/x/a/A.java", "package org.x.a;\nclass A { class In {} }\n");
    files.put("core/src/main/java/org/x/a/Z.java", "package org.x.a;\nclass Z {}\n");
    files.put("core/src/test/java/org/x/a/A.java", "package org.x.a;\nclass A {}\n");
    files.put("core/src/main/java/org/x/b/B.java", "package org.x.b;\r\nclass B {}\r\n");
    files.put(
        "core/src/main/java/org/x/Main.java",
        """
        package org.x;
        import java.util.List; // not of here
        import org.x.a.A.In;
          import static org.x.b.B.of;
        import org.other.B;
        class Main { String text = "import org.x.a.Z;"; }
        """);
    files.put("core/src/main/java/org/x/All.java", "import org.x.a.*;\r\nimport org.x.Main;\r\n");
    assertThat(importedBy("core/src/main/java/org/x/Main.java"))
        .containsExactly("core/src/main/java/org/x/a/A.java", "core/src/main/java/org/x/b/B.java");
    assertThat(importedBy("core/src/main/java/org/x/All.java"))
        .containsExactly(
            "core/src/main/java/org/x/a/A.java",
            "core/src/main/java/org/x/a/Z.java",
            "core/src/main/java/org/x/Main.java");
    assertThat(importedBy("core/src/main/java/org/x/a/A.java")).isEmpty();
    files.put("src/model/M.java", "package model;\n");
    files.put("src/Use.java", "import model.*;\n");
    assertThat(importedBy("src/Use.java")).containsExactly("src/model/M.java");
  }

  @Test
  void python() {
    files.put("setup.py", "import setuptools\n");
    files.put("src/pkg/__init__.py", "from .core import run\n");
    files.put("src/pkg/core.py", "import os, sys\nfrom pkg import util as u, missing\n");
    files.put("src/pkg/util.py", "import json\n");
    files.put("src/pkg/json.pyi", "");
    files.put(
        "src/pkg/deep/part.py",
        """
        from ..core import (  # a comment, with a comma
            run,
            stop as halt,
        )
        from . import other, \\
            third
        from .. import *
        import pkg.util as x, pkg.deep.other
        def f():
            from pkg.nothing import here
        """);
    files.put("src/pkg/deep/other.py", "");
    files.put("src/pkg/deep/third.py", "");
    files.put("tests/test_core.py", "from pkg.core import run\nimport helper;import pkg\n");
    files.put("tests/helper.py", "");
    assertThat(importedBy("src/pkg/__init__.py")).containsExactly("src/pkg/core.py");
    assertThat(importedBy("src/pkg/core.py"))
        .containsExactly("src/pkg/util.py", "src/pkg/__init__.py");
    assertThat(importedBy("src/pkg/deep/part.py"))
        .containsExactly(
            "src/pkg/core.py",
            "src/pkg/deep/other.py",
            "src/pkg/deep/third.py",
            "src/pkg/__init__.py",
            "src/pkg/util.py");
    assertThat(importedBy("tests/test_core.py"))
        .containsExactly("src/pkg/core.py", "tests/helper.py");
    assertThat(importedBy("setup.py")).isEmpty();
  }

  @Test
  void javaScriptAndTypeScript() {
    files.put(
        "web/app.ts",
        """
        import React, {
          useState,
        } from 'react';
        import type { A } from "./model";
        import './style.css'
        import * as all from './lib';
        export { b } from './b.js';
        export const from = './c';
        const lazy = () => import('../shared/lazy');
        const old = require("./old");
        import outside from '../../../outside';
        """);
    files.put("web/model.d.ts", "");
    files.put("web/style.css", "");
    files.put("web/lib/index.tsx", "export * from \"..//app\";");
    files.put("web/b.ts", "");
    files.put("web/c.ts", "");
    files.put("shared/lazy/index.mjs", "");
    files.put("web/old.cjs", "");
    files.put("outside.ts", "");
    assertThat(importedBy("web/app.ts"))
        .containsExactly(
            "web/model.d.ts",
            "web/style.css",
            "web/lib/index.tsx",
            "web/b.ts",
            "shared/lazy/index.mjs",
            "web/old.cjs");
    assertThat(importedBy("web/lib/index.tsx")).containsExactly("web/app.ts");
  }

  @Test
  void go() {
    files.put(
        "cmd/main.go",
        """
        package main

        import "fmt"
        import (
        \t"errors" // (of Go)
        \tu "github.com/me/tool/internal/util"

        \t_ "github.com/me/tool/store"
        )

        var text = "github.com/me/tool/late"
        """);
    files.put("internal/util/a.go", "package util\n");
    files.put("internal/util/b.go", "package util\n");
    files.put("internal/util/a_test.go", "package util\n");
    files.put("internal/store/s.go", "package store\n");
    files.put("store/store.go", "package store\nimport \"fmt\"\n");
    files.put("errors/errors.go", "package errors\n");
    files.put("late/late.go", "package late\n");
    assertThat(importedBy("cmd/main.go"))
        .containsExactly("internal/util/a.go", "internal/util/b.go", "store/store.go");
    assertThat(importedBy("store/store.go")).isEmpty();
  }

  @Test
  void c() {
    files.put(
        "src/net/socket.c",
        """
        #include <stdio.h>
        #include "socket.h"
        # include "../base/log.h"
          #include "tool/config.h"
        #include "nowhere.h"
        """);
    files.put("src/net/socket.h", "#pragma once\n#include \"socket.h\"\n");
    files.put("src/base/log.h", "");
    files.put("include/tool/config.h", "");
    files.put("other/socket.h", "");
    files.put("ui/View.mm", "#import \"View.h\"\n");
    files.put("ui/include/View.h", "");
    assertThat(importedBy("src/net/socket.c"))
        .containsExactly("src/net/socket.h", "src/base/log.h", "include/tool/config.h");
    assertThat(importedBy("src/net/socket.h")).isEmpty();
    assertThat(importedBy("ui/View.mm")).containsExactly("ui/include/View.h");
  }

  @Test
  void ofSeveralTheOneThatIsNearest() {
    files.put("a/lib/x.h", "");
    files.put("b/lib/x.h", "");
    files.put("a/src/main.c", "#include \"lib/x.h\"\n");
    files.put("b/src/main.c", "#include \"lib/x.h\"\n");
    files.put("c/src/main.c", "#include \"lib/x.h\"\n");
    assertThat(importedBy("a/src/main.c")).containsExactly("a/lib/x.h");
    assertThat(importedBy("b/src/main.c")).containsExactly("b/lib/x.h");
    assertThat(importedBy("c/src/main.c")).containsExactly("a/lib/x.h");
  }

  @Test
  void whatIsNoCodeHasNoLanguage() {
    assertThat(List.of("README.md", "Makefile", "java", "a.java/notes", ".c.txt"))
        .allMatch(path -> CodeLanguage.of(path) == null);
    assertThat(CodeLanguage.of("a/B.JAVA")).isEqualTo(CodeLanguage.JAVA);
  }

  /** Patterns that go back over what they have matched would take for ever. */
  @Test
  void longAndStrangeTexts() {
    String many = "import ".repeat(20_000) + "\n" + "export { a, ".repeat(20_000);
    String lines = "import (\n".repeat(2_000) + "from a import (\n".repeat(2_000);
    for (CodeLanguage language : CodeLanguage.values()) {
      assertThat(language.imports(many)).hasSizeLessThan(10);
      assertThat(language.imports(lines)).hasSizeLessThan(10);
    }
  }

  /** Each beginning is read to an end that is near: else one file would take hours. */
  @Test
  void whatLooksLikeImportsTakesNoTime() {
    int many = 20_000;
    String blanks = "import" + " ".repeat(many) + "\nclass A {}";
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          assertThat(CodeLanguage.JAVA.imports(blanks)).isEmpty();
          assertThat(CodeLanguage.JAVA.imports("import\n".repeat(many))).isEmpty();
          assertThat(CodeLanguage.SCRIPT.imports("export\n".repeat(many))).isEmpty();
          assertThat(CodeLanguage.GO.imports("import (\n".repeat(many))).isEmpty();
          assertThat(CodeLanguage.PYTHON.imports("from a import (\n".repeat(many))).isEmpty();
        });
  }
}
