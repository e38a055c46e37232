FROM enrichment-monitor-stand-in/debian
RUN groupadd --gid 1000 temporal && useradd --uid 1000 --gid temporal --create-home temporal
WORKDIR /etc/temporal
COPY temporal temporal-sql-tool /usr/local/bin/
COPY schema schema
USER temporal
