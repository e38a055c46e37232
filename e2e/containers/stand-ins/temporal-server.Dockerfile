FROM enrichment-monitor-stand-in/debian
RUN groupadd --gid 1000 temporal && useradd --uid 1000 --gid temporal --create-home temporal
WORKDIR /etc/temporal
COPY temporal-server /usr/local/bin/
COPY entrypoint.sh ./
USER temporal
CMD ["/etc/temporal/entrypoint.sh"]
