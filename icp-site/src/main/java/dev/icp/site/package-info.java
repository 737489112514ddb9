/** Makes a web site of the project's documentation. */
@NullMarked
package dev.icp.site;

import org.jspecify.annotations.NullMarked;
