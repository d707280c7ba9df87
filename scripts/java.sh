# Finds Java 17 or later; sets JAVA. To be sourced.
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$JAVA" >/dev/null 2>&1; then
  echo "No Java found. Install a JDK 17 or later (Debian: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME." >&2
  exit 1
fi
java_version=$("$JAVA" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
if [ "${java_version%%.*}" -lt 17 ]; then
  echo "Java $java_version is too old: $(command -v "$JAVA"). Install a JDK 17 or later, or set JAVA_HOME." >&2
  exit 1
fi
