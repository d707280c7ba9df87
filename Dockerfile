# The server as an image; docs/docker.md says how it is used.
#   BASE_IMAGE    a Java runtime, 17 or later, on Linux with glibc and bash
#   MAVEN_IMAGE   what builds: a JDK, 17 or later, and Maven
#   DISTRIBUTION  built: of these sources, in MAVEN_IMAGE; prebuilt: what scripts/build.sh has made in this folder
ARG BASE_IMAGE=eclipse-temurin:25-jre
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17
ARG DISTRIBUTION=built

FROM ${MAVEN_IMAGE} AS built
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 rm -rf server/target \
    && mvn -q -B -ntp -pl server -am package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -Dassembly.skipAssembly

FROM scratch AS prebuilt
COPY server/target/lib /build/server/target/lib

FROM ${DISTRIBUTION} AS distribution

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="AnyChat Core Server" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 anychat \
    && useradd --system --uid 10001 --gid anychat --home-dir /var/lib/anychat --no-create-home anychat \
    && install -d -o anychat -g anychat -m 0750 /var/lib/anychat /var/lib/anychat-files
COPY --from=distribution /build/server/target/lib /opt/anychat/lib
COPY --chmod=0644 scripts/server.jvmargs /opt/anychat/server.jvmargs
COPY --chmod=0755 deploy/docker/health /opt/anychat/health
# JDK_JAVA_OPTIONS is the user's to replace: half of the container's memory for the heap, the rest for packets and code.
ENV JDK_JAVA_OPTIONS=-XX:MaxRAMPercentage=50 \
    ANYCHAT_MONITORPORT=8908 \
    ANYCHAT_SHOWTRAYICON=0 \
    ANYCHAT_TEMPFILEPATH=/var/lib/anychat-files
USER 10001:10001
WORKDIR /var/lib/anychat
EXPOSE 8906/tcp 8907/udp
# Names of containers change their meaning quickly, so Java may not remember them for long.
ENTRYPOINT ["java", "@/opt/anychat/server.jvmargs", "-Dsun.net.inetaddr.ttl=5", "-Dsun.net.inetaddr.negative.ttl=1", \
    "-XX:ErrorFile=/var/lib/anychat/hs_err_pid%p.log", "-XX:HeapDumpPath=/var/lib/anychat/AnyChatCoreServer.hprof", \
    "-Danychat.home=/var/lib/anychat", "-cp", "/opt/anychat/lib/*", "org.anychat.server.AnyChatCoreServer"]
CMD ["-r"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s --retries=3 CMD ["/opt/anychat/health", "ready"]
